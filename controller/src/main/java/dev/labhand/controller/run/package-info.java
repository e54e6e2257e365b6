/** One fan-out: what is to be done, the engine that does it on every target, and what came of it. */
@NullMarked
package dev.labhand.controller.run;

import org.jspecify.annotations.NullMarked;
