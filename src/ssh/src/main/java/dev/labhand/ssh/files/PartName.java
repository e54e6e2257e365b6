package dev.labhand.ssh.files;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of unfinished uploads, which stand beside where the file is to be. */
public final class PartName {

    private static final String PREFIX = ".labhand-";
    private static final String SUFFIX = ".part";

    private static final Pattern CLAIM = Pattern.compile("\\.[0-9a-f]{24}\\.part$");

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

    /** A name under which one upload alone has the part, so that no other writes it any more. */
    static String claimed(String path) {
        byte[] nonce = new byte[12];
        ThreadLocalRandom.current().nextBytes(nonce);
        return claimed(path, HexFormat.of().formatHex(nonce));
    }

    static String claimed(String path, String nonce) {
        return beside(path, "." + nonce);
    }

    /** Whether a name is that of such a claim for a file. */
    static boolean isClaim(String path, String name) {
        String own = PREFIX + shortened(path.substring(path.lastIndexOf('/') + 1)) + ".";
        return name.startsWith(own)
                && CLAIM.matcher(name.substring(own.length() - 1)).matches();
    }

    /**
     * What is in one directory, in the same order but for this: whatever has the name of another one's part comes after that
     * one. Copied before, it would be taken for the part and be gone.
     *
     * @param name of each, as it is to be
     */
    public static <T> List<T> last(List<T> all, Function<T, String> name) {
        Map<String, String> files = new HashMap<>();
        all.forEach(each -> files.put(of(name.apply(each)), name.apply(each)));
        return all.stream()
                .sorted(Comparator.comparingInt(each -> depth(name.apply(each), files)))
                .toList();
    }

    /**
     * How often it is a part of a part; 0 if of nothing.
     *
     * @param files the files, by the names of their parts
     */
    private static int depth(String name, Map<String, String> files) {
        return Stream.of(name, CLAIM.matcher(name).replaceFirst(SUFFIX))
                .map(files::get)
                .filter(Objects::nonNull)
                .mapToInt(file -> 1 + depth(file, files))
                .max()
                .orElse(0);
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
