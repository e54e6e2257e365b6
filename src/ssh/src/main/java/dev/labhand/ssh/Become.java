package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Secret;
import java.util.Optional;

/**
 * Whom a command runs as by sudo.
 *
 * @param password what sudo is told if it asks; without one it must not ask
 */
record Become(String user, Optional<Secret> password) {

    /** Root, where the account may use sudo without a password. */
    static final Become ROOT = new Become("root", Optional.empty());

    /** Whom these options want it to be, if they want sudo at all. */
    static Optional<Become> of(ExecOptions options) {
        return options.sudo().wanted()
                ? Optional.of(
                        new Become(options.user().orElse("root"), options.sudo().password()))
                : Optional.empty();
    }
}
