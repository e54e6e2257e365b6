/** The demonstration: the main job on one machine, with nothing set up. */
@NullMarked
package dev.labhand.app.demo;

import org.jspecify.annotations.NullMarked;
