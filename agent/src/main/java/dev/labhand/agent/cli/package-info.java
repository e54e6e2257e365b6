/** The command {@code labhand agent}: its settings and where they come from, its log, its start and its end. */
@NullMarked
package dev.labhand.agent.cli;

import org.jspecify.annotations.NullMarked;
