/** The one {@code labhand} command. */
@NullMarked
package dev.labhand.app;

import org.jspecify.annotations.NullMarked;
