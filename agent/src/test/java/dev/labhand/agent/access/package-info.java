@NullMarked
package dev.labhand.agent.access;

import org.jspecify.annotations.NullMarked;
