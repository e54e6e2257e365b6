@NullMarked
package dev.labhand.agent.plugin;

import org.jspecify.annotations.NullMarked;
