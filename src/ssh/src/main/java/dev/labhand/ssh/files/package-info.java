/**
 * Files on a machine, by SFTP (draft-ietf-secsh-filexfer-02, as OpenSSH speaks it) or by whoever implements
 * {@link dev.labhand.ssh.files.RemoteFiles}, and copies of whole trees.
 */
@NullMarked
package dev.labhand.ssh.files;

import org.jspecify.annotations.NullMarked;
