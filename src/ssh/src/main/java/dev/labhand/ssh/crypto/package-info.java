/** The cryptography that Apache MINA SSHD is to use: the JDK's own, and Bouncy Castle only where the JDK has none. */
@NullMarked
package dev.labhand.ssh.crypto;

import org.jspecify.annotations.NullMarked;
