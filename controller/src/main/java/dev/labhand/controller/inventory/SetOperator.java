package dev.labhand.controller.inventory;

import java.util.Set;

/** How a term of a node set changes what stands left of it. */
enum SetOperator {
    UNION(','),
    DIFFERENCE('!'),
    INTERSECTION('&'),
    SYMMETRIC_DIFFERENCE('^');

    static final String SIGNS = ",!&^";

    private final char sign;

    SetOperator(char sign) {
        this.sign = sign;
    }

    static boolean isSign(char c) {
        return SIGNS.indexOf(c) >= 0;
    }

    static SetOperator of(char sign) {
        for (SetOperator operator : values()) {
            if (operator.sign == sign) {
                return operator;
            }
        }
        throw new IllegalArgumentException("no set operator: " + sign);
    }

    /** Changes the left set. */
    void apply(Set<String> left, Set<String> right) {
        switch (this) {
            case UNION -> left.addAll(right);
            // Not removeAll, which is slow when its argument is a list or larger.
            case DIFFERENCE -> right.forEach(left::remove);
            case INTERSECTION -> left.removeIf(name -> !right.contains(name));
            case SYMMETRIC_DIFFERENCE ->
                right.forEach(name -> {
                    if (!left.remove(name)) {
                        left.add(name);
                    }
                });
        }
        if (left.size() > NodeSet.MAX_SIZE) {
            throw new InventoryException(NodeSet.TOO_MANY);
        }
    }
}
