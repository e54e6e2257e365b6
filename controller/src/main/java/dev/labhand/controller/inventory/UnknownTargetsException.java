package dev.labhand.controller.inventory;

import java.io.Serial;

/** No node is selected, or what should select some is unknown: a group, a wildcard that matches nothing, an excluded name. */
public final class UnknownTargetsException extends InventoryException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnknownTargetsException(String message) {
        super(message);
    }

    @Override
    UnknownTargetsException at(String place) {
        return new UnknownTargetsException(place + ": " + getMessage());
    }
}
