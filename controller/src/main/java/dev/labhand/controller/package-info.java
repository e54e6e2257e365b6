/** The controller as a library: open a {@link dev.labhand.controller.Controller}, choose nodes, run a plan. */
@NullMarked
package dev.labhand.controller;

import org.jspecify.annotations.NullMarked;
