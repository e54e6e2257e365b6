package dev.labhand.agent.robot;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A value cannot be converted. The message, if there is one, is a sentence that says why. */
final class Misfit extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    Misfit() {
        this(null);
    }

    Misfit(@Nullable String why) {
        super(why, null, false, false);
    }
}
