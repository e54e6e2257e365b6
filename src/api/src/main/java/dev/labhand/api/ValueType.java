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
        /** A date with its time; as an argument also text as in ISO 8601. */
        DATE_TIME,
        /** A list with any items. */
        LIST,
        /** A struct with any members. */
        STRUCT,
        /** No value: null. */
        NOTHING
    }

    /** One of a few words. */
    record OneOf(List<String> words) implements ValueType {
        public OneOf {
            words = List.copyOf(words);
        }
    }

    /** A list whose items are all of one type. */
    record ListOf(ValueType item) implements ValueType {}

    /** A struct whose members are all of one type. */
    record StructOf(ValueType member) implements ValueType {}

    /** Of one of several types. */
    record AnyOf(List<ValueType> types) implements ValueType {
        public AnyOf {
            types = List.copyOf(types);
        }
    }

    /** Whether null is a value of this type. */
    default boolean takesNull() {
        return this == Simple.ANY
                || this == Simple.NOTHING
                || (this instanceof AnyOf(List<ValueType> types)
                        && types.stream().anyMatch(ValueType::takesNull));
    }
}
