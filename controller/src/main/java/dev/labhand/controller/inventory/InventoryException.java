package dev.labhand.controller.inventory;

import java.io.Serial;
import java.util.Objects;

/**
 * Nodes cannot be told from what the user wrote: a malformed node set or name, or a faulty inventory file. The message says
 * what is wrong, where, and what to do; it never holds a password. Start-up configuration, in terms of exit codes.
 */
public sealed class InventoryException extends RuntimeException permits UnknownTargetsException {

    @Serial
    private static final long serialVersionUID = 1L;

    InventoryException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The same, with the place where it was found. */
    InventoryException at(String place) {
        return new InventoryException(place + ": " + getMessage());
    }

    /** Something is wrong with this part of a node set. */
    static InventoryException in(String text, String why) {
        return new InventoryException("node set '" + printable(text) + "': " + why);
    }

    /** A user's text for a message: on one line, not endless, without what looks like a password. */
    static String printable(String text) {
        String clean = text.replaceAll("(?s)((?:^|://)[^@:/]*):.*@", "$1:…@").replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
    }
}
