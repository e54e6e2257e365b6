@NullMarked
package dev.labhand.agent.http;

import org.jspecify.annotations.NullMarked;
