@NullMarked
package dev.labhand.agent.robot;

import org.jspecify.annotations.NullMarked;
