package dev.labhand.api;

import java.util.Optional;

/**
 * Whether a command runs under sudo.
 *
 * @param wanted whether it does
 * @param password what sudo is told if it asks; without one it must not ask
 */
public record Sudo(boolean wanted, Optional<Secret> password) {

    /** As the account that logs in. */
    public static final Sudo NO = new Sudo(false, Optional.empty());

    /** Under sudo, which must not ask for a password. */
    public static final Sudo WITHOUT_PASSWORD = new Sudo(true, Optional.empty());

    /**
     * Under sudo, with a password in case it asks.
     *
     * @throws IllegalArgumentException if it cannot be typed: it is empty, or has a line feed or a zero byte
     */
    public static Sudo with(Secret password) {
        String text = password.value();
        if (text.isEmpty() || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("sudo.password should be one line, and not empty");
        }
        return new Sudo(true, Optional.of(password));
    }
}
