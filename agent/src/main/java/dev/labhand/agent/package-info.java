/** The agent as a whole: its settings, and what it is put together from. */
@NullMarked
package dev.labhand.agent;

import org.jspecify.annotations.NullMarked;
