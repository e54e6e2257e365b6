/** OpenSSH's client configuration file, ssh_config(5): what it says of one host. */
@NullMarked
package dev.labhand.ssh.config;

import org.jspecify.annotations.NullMarked;
