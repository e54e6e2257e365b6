package dev.labhand.controller.client;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The secret that agents ask for. It never appears in {@link #toString}. */
public final class BearerToken {

    private final String secret;

    /**
     * Takes a token.
     *
     * @throws IllegalArgumentException if it is empty or has a character that an HTTP header cannot carry
     */
    public BearerToken(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("the token is empty");
        }
        if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the token has a space, a control character or a letter beyond ASCII");
        }
        this.secret = secret;
    }

    /**
     * Reads the first line of a file.
     *
     * @throws IllegalArgumentException whose message names the file and what is wrong with it
     */
    public static BearerToken read(Path file) {
        try (var lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            return new BearerToken(first == null ? "" : first.strip());
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException("token file " + file + ": it is no text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("token file " + file + " cannot be read: " + Reasons.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("token file " + file + ": " + e.getMessage(), e);
        }
    }

    /** The value of the Authorization header (RFC 6750 §2.1). */
    String authorization() {
        return "Bearer " + secret;
    }

    @Override
    public String toString() {
        return "BearerToken[…]";
    }
}
