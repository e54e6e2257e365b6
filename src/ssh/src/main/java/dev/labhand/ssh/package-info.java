/** Commands over SSH: connections, host keys, exec, stop. The only user of Apache MINA SSHD. */
@NullMarked
package dev.labhand.ssh;

import org.jspecify.annotations.NullMarked;
