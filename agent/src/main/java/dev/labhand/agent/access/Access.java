package dev.labhand.agent.access;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.api.Failure;
import dev.labhand.api.KeywordSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who may call, and what. Thread-safe. */
public final class Access {

    private static final int MAX_USER_LENGTH = 64;

    private final Optional<byte[]> token;

    private Access(Optional<byte[]> token) {
        this.token = token;
    }

    /**
     * Reads the token.
     *
     * @throws IOException with a message for the user, if the token file cannot be read or its first line is empty
     */
    public static Access of(AccessSettings settings) throws IOException {
        if (settings.tokenFile().isEmpty()) {
            return new Access(Optional.empty());
        }
        Path file = settings.tokenFile().get();
        String token;
        try {
            token = Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            String why = Files.exists(file) ? "is not readable text" : "does not exist";
            throw new IOException("token file " + file + " " + why, e);
        }
        if (token.isEmpty()) {
            throw new IOException("token file " + file + " has no token: its first line is empty");
        }
        return new Access(Optional.of(token.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether callers must show a token. */
    public boolean needsToken() {
        return token.isPresent();
    }

    /**
     * Checks a caller's token: a Bearer token (RFC 6750) or the password of Basic credentials (RFC 7617). Takes the same time
     * wherever a wrong token differs.
     *
     * @param authorization the header of this name, if there is one
     * @return the caller; empty if the token is missing or wrong
     */
    public Optional<Caller> authenticate(String address, @Nullable String authorization) {
        if (token.isEmpty()) {
            return Optional.of(new Caller(address, Optional.empty()));
        }
        int space = authorization == null ? -1 : authorization.indexOf(' ');
        if (authorization == null || space < 0) {
            return Optional.empty();
        }
        String scheme = authorization.substring(0, space);
        String credentials = authorization.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return isToken(credentials) ? Optional.of(new Caller(address, Optional.empty())) : Optional.empty();
        } else if (scheme.equalsIgnoreCase("Basic")) {
            return basic(address, credentials);
        }
        return Optional.empty();
    }

    /** Why this caller may not run this keyword; empty if they may, as everyone may who shows the token. */
    public Optional<Failure> refusal(Caller caller, KeywordSpec keyword) {
        return Optional.empty();
    }

    private Optional<Caller> basic(String address, String credentials) {
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = decoded.indexOf(':');
        if (colon < 0 || !isToken(decoded.substring(colon + 1))) {
            return Optional.empty();
        }
        String user = Printable.of(decoded.substring(0, colon), MAX_USER_LENGTH);
        return Optional.of(new Caller(address, user.isEmpty() ? Optional.empty() : Optional.of(user)));
    }

    private boolean isToken(String candidate) {
        return MessageDigest.isEqual(candidate.getBytes(StandardCharsets.UTF_8), token.orElseThrow());
    }
}
