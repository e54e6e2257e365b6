/**
 * The library SSHLibrary: keywords with the names, arguments and results of Robot Framework's library of that name, over the
 * agent's own SSH.
 */
@NullMarked
package dev.labhand.agent.sshlibrary;

import org.jspecify.annotations.NullMarked;
