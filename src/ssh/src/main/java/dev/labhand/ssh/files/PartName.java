package dev.labhand.ssh.files;

import java.nio.charset.StandardCharsets;

/** Names of unfinished uploads, which stand beside where the file is to be. */
public final class PartName {

    private static final String PREFIX = ".labhand-";
    private static final String SUFFIX = ".part";

    /** Of 255 that file systems allow for a name. */
    private static final int LONGEST = 200;

    private PartName() {}

    /**
     * {@code .labhand-NAME.part}; of a name that is longer than 200 bytes, the first 40 characters and 32 digits of its SHA-256
     * in its place.
     *
     * @param path of the file
     * @return the path of its part
     */
    public static String of(String path) {
        return beside(path, "");
    }

    /** The name under which one upload alone has the part, so that no other writes it any more. */
    static String claimed(String path, String nonce) {
        return beside(path, "." + nonce);
    }

    /** Whether a name is that of such a claim for a file. */
    static boolean isClaim(String path, String name) {
        String own = PREFIX + shortened(path.substring(path.lastIndexOf('/') + 1)) + ".";
        return name.startsWith(own)
                && name.endsWith(SUFFIX)
                && name.substring(own.length()).matches("[0-9a-f]{24}\\.part");
    }

    private static String beside(String path, String addition) {
        int slash = path.lastIndexOf('/') + 1;
        return path.substring(0, slash) + PREFIX + shortened(path.substring(slash)) + addition + SUFFIX;
    }

    private static String shortened(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST
                ? name
                : name.substring(0, name.offsetByCodePoints(0, 40))
                        + Sha256.of(bytes).hex().substring(0, 32);
    }
}
