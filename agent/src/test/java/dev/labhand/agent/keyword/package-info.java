@NullMarked
package dev.labhand.agent.keyword;

import org.jspecify.annotations.NullMarked;
