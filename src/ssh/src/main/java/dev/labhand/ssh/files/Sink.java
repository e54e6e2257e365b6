package dev.labhand.ssh.files;

import java.io.IOException;

/** Takes the bytes of a file. */
public interface Sink {

    /**
     * What the file is, before its first byte: with its check-sum, if that was wanted.
     *
     * @throws IOException if it takes nothing
     */
    default void begin(FileInfo file) throws IOException {}

    /**
     * The next bytes, which may be changed afterwards.
     *
     * @throws IOException if they cannot be taken; its message is for the user
     */
    void write(byte[] buffer, int offset, int length) throws IOException;

    /**
     * Whether all went well is known, and the last bytes follow.
     *
     * @throws IOException if it takes nothing more
     */
    default void verified() throws IOException {}
}
