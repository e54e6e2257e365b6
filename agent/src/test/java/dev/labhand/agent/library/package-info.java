@NullMarked
package dev.labhand.agent.library;

import org.jspecify.annotations.NullMarked;
