/** The command lines {@code labhand exec} and {@code labhand call}. */
@NullMarked
package dev.labhand.controller.cli;

import org.jspecify.annotations.NullMarked;
