@NullMarked
package dev.labhand.agent.cli;

import org.jspecify.annotations.NullMarked;
