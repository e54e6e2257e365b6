/** Jobs: every command is one, with an id, its output on disk, and exactly one outcome. */
@NullMarked
package dev.labhand.agent.job;

import org.jspecify.annotations.NullMarked;
