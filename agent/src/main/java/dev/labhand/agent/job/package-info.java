/** Jobs: every command is one, with an id, a folder on disk that outlives the agent's death, and exactly one outcome. */
@NullMarked
package dev.labhand.agent.job;

import org.jspecify.annotations.NullMarked;
