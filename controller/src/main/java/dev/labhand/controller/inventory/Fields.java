package dev.labhand.controller.inventory;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The typed fields of a mapping in the inventory file.
 *
 * @param path where it stands in the file, such as {@code nodes.lab7}
 */
record Fields(String path, Yaml.Mapping mapping) {

    /**
     * Takes a value that must be a mapping, or nothing, with no other fields than these.
     *
     * @throws Yaml.Fault if it is something else
     */
    static Fields of(String path, Yaml value, String... known) {
        Fields fields = new Fields(path, mapping(path, value));
        List<String> names = Arrays.asList(known);
        fields.mapping.entries().forEach((key, entry) -> {
            if (!names.contains(key)) {
                throw new Yaml.Fault(
                        entry.line(),
                        path + ": '" + InventoryException.printable(key) + "' means nothing here; what may stand here: "
                                + String.join(", ", names));
            }
        });
        return fields;
    }

    /** Takes a value that must be a mapping, or nothing. */
    static Yaml.Mapping mapping(String path, Yaml value) {
        return switch (value) {
            case Yaml.Mapping mapping -> mapping;
            case Yaml.Scalar(int line, Yaml.Scalar.Kind kind, String text)
            when kind == Yaml.Scalar.Kind.NULL -> new Yaml.Mapping(line, new LinkedHashMap<>());
            default ->
                throw new Yaml.Fault(
                        value.line(), path + ": there must be lines 'key: value' below it, not " + value.description());
        };
    }

    boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    Optional<String> text(String key) {
        return scalar(key, Yaml.Scalar.Kind.TEXT, "text (in quotes if it looks like a number)")
                .map(scalar -> {
                    if (scalar.text().isBlank()) {
                        throw fault(key, "it is empty: give it a value or remove it");
                    }
                    return scalar.text();
                });
    }

    OptionalInt port(String key) {
        return scalar(key, Yaml.Scalar.Kind.INTEGER, "a port from 1 to 65535")
                .map(scalar -> {
                    if (!scalar.text().matches("[0-9]{1,5}") || Integer.parseInt(scalar.text()) > 65535) {
                        throw fault(key, "must be a port from 1 to 65535, not " + scalar.description());
                    }
                    int port = Integer.parseInt(scalar.text());
                    if (port == 0) {
                        throw fault(key, "must be a port from 1 to 65535, not 0");
                    }
                    return OptionalInt.of(port);
                })
                .orElse(OptionalInt.empty());
    }

    Optional<Boolean> flag(String key) {
        return scalar(key, Yaml.Scalar.Kind.BOOLEAN, "true or false")
                .map(scalar -> scalar.text().equals("true"));
    }

    /** A user's name for SSH. */
    Optional<String> user(String key) {
        return text(key).map(user -> {
            if (user.contains(":")) {
                throw fault(key, "a user's name has no ':'; passwords do not belong here, give a key by --identity");
            }
            if (!NodeName.isUser(user)) {
                throw fault(key, "'" + InventoryException.printable(user) + "' is no user's name");
            }
            return user;
        });
    }

    private Optional<Yaml.Scalar> scalar(String key, Yaml.Scalar.Kind kind, String wanted) {
        return Optional.ofNullable(mapping.entries().get(key)).map(entry -> {
            if (entry.value() instanceof Yaml.Scalar scalar && scalar.kind() == kind) {
                return scalar;
            }
            throw fault(key, "must be " + wanted + ", not " + entry.value().description());
        });
    }

    /** Something is wrong with a field's value. */
    Yaml.Fault fault(String key, String why) {
        var entry = mapping.entries().get(key);
        return new Yaml.Fault(entry == null ? mapping.line() : entry.line(), path + "." + key + ": " + why);
    }
}
