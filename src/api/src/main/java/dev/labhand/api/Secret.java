package dev.labhand.api;

/** A text that must not be seen: it has no form for logs, errors or files. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "(secret)";
    }
}
