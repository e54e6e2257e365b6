@NullMarked
package dev.labhand.agent.sshlibrary;

import org.jspecify.annotations.NullMarked;
