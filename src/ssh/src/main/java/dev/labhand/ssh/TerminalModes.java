package dev.labhand.ssh;

import java.nio.ByteBuffer;

/** The modes that a terminal is asked for with (RFC 4254 §8). */
final class TerminalModes {

    private static final byte END = 0;
    private static final byte[] PLAIN = {END};

    /** INLCR, IGNCR, ICRNL, IXON, ISIG, ICANON, ECHO, IEXTEN, OPOST. */
    private static final byte[] OFF_WHEN_RAW = {34, 35, 36, 38, 50, 51, 53, 59, 70};

    private TerminalModes() {}

    /** Those that the server has by itself, or those that pass bytes on as they are. */
    static byte[] of(boolean raw) {
        if (!raw) {
            return PLAIN.clone();
        }
        ByteBuffer modes = ByteBuffer.allocate(OFF_WHEN_RAW.length * 5 + 1);
        for (byte mode : OFF_WHEN_RAW) {
            modes.put(mode).putInt(0);
        }
        return modes.put(END).array();
    }
}
