/**
 * The SSH server that an agent starts in its own process, so that commands on its own machine go over SSH with nothing set
 * up. It runs commands and offers files as the agent's account, and does nothing else. The way it starts processes on this machine
 * ({@link dev.labhand.ssh.embedded.ChildProcess}) is open to others who start some.
 */
@NullMarked
package dev.labhand.ssh.embedded;

import org.jspecify.annotations.NullMarked;
