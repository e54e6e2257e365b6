/** Labhand, as it is delivered, against real parts. */
@NullMarked
package dev.labhand.e2e;

import org.jspecify.annotations.NullMarked;
