@NullMarked
package dev.labhand.agent;

import org.jspecify.annotations.NullMarked;
