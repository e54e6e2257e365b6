package dev.labhand.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words of the command line as they were typed. The JVM decodes them by the locale, and puts U+FFFD where it cannot: a
 * command with another letter than the user's must never run.
 */
final class Arguments {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private static final char REPLACEMENT = '\uFFFD';

    private Arguments() {}

    /**
     * This process's arguments.
     *
     * @param decoded as the JVM gives them
     * @throws IllegalArgumentException if one is not UTF-8; the message says which
     */
    static String[] ofProcess(String[] decoded) {
        boolean doubtful = String.join("", decoded).indexOf(REPLACEMENT) >= 0;
        return doubtful ? exact(decoded, commandLine()) : decoded;
    }

    /**
     * Decodes them anew, as UTF-8.
     *
     * @param commandLine the bytes of all of the process's words, each ended by a zero; empty if they are not known
     */
    static String[] exact(String[] decoded, byte[] commandLine) {
        List<byte[]> words = words(commandLine);
        String[] exact = decoded.clone();
        for (int i = 0; i < decoded.length; i++) {
            int word = words.size() - decoded.length + i;
            if (decoded[i].indexOf(REPLACEMENT) >= 0) {
                exact[i] = text(word < 0 ? new byte[] {(byte) 0xff} : words.get(word), decoded[i]);
            }
        }
        return exact;
    }

    private static String text(byte[] word, String shown) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(word))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the argument '" + shown.replaceAll("\\p{Cntrl}", "?")
                    + "' is not UTF-8, so what stands there cannot be sent as it is: write it in UTF-8, or let the"
                    + " remote shell make such bytes, as with printf '\\377'");
        }
    }

    private static List<byte[]> words(byte[] commandLine) {
        List<byte[]> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                words.add(Arrays.copyOfRange(commandLine, start, i));
                start = i + 1;
            }
        }
        return words;
    }

    private static byte[] commandLine() {
        try {
            return Files.readAllBytes(COMMAND_LINE);
        } catch (IOException e) {
            // Not Linux: nothing tells which bytes it was.
            return new byte[0];
        }
    }
}
