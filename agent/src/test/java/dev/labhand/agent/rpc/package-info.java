@NullMarked
package dev.labhand.agent.rpc;

import org.jspecify.annotations.NullMarked;
