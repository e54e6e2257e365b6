package dev.labhand.api;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names one job. Whoever starts a job may mint its id; starting the same id again attaches to the job that has it. */
public record JobId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if the value is not 1 to 64 of {@code A-Za-z0-9._-}, or is {@code .} or {@code ..} */
    public JobId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "a job id is 1 to 64 of the characters A-Z a-z 0-9 . _ - and neither '.' nor '..'");
        }
    }

    /** Whether a text has the form of an id. */
    public static boolean isValid(String value) {
        return FORM.matcher(value).matches() && !value.equals(".") && !value.equals("..");
    }

    /** A new id that nobody else has: 96 random bits in hexadecimal. */
    public static JobId mint() {
        byte[] bits = new byte[12];
        RANDOM.nextBytes(bits);
        return new JobId(HexFormat.of().formatHex(bits));
    }

    @Override
    public String toString() {
        return value;
    }
}
