package dev.labhand.api;

import java.util.List;

/** What a parameter takes or a keyword gives. */
public sealed interface ValueType {

    /** A type that needs no more than its name. */
    enum Simple implements ValueType {
        /** Any wire value. */
        ANY,
        /** An integer of at most 64 bits; a boolean is none. */
        INT,
        /** An integer or a double. */
        NUMBER,
        DOUBLE,
        BOOLEAN,
        STRING,
        /** Exact bytes; text stands for its UTF-8 bytes, and {@code {"base64": "…"}} for any. */
        BYTES,
        /** A span of time as a non-negative number of seconds. */
        SECONDS,
        DATE_TIME,
        LIST,
        /** A struct with any members. */
        STRUCT,
        /** A struct whose members are all strings. */
        STRING_STRUCT,
        /** No value: null. */
        NOTHING
    }

    /** One of a few words. */
    record OneOf(List<String> words) implements ValueType {
        public OneOf {
            words = List.copyOf(words);
        }
    }
}
