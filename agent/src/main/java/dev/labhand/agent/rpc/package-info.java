/** One call from its name to its result, the same for every face; and the methods that belong to one face only. */
@NullMarked
package dev.labhand.agent.rpc;

import org.jspecify.annotations.NullMarked;
