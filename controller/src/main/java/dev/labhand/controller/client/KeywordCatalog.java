package dev.labhand.controller.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an agent offers, as its {@code rpc.discover} tells (OpenRPC 1.3 with JSON Schema).
 *
 * @param libraries by name
 * @param problems what the agent could not load
 */
public record KeywordCatalog(List<Library> libraries, List<Problem> problems) {

    public KeywordCatalog {
        libraries = List.copyOf(libraries);
        problems = List.copyOf(problems);
    }

    /** Keywords that belong together. */
    public record Library(String name, List<Keyword> keywords) {
        public Library {
            keywords = List.copyOf(keywords);
        }
    }

    /**
     * One keyword.
     *
     * @param name as for {@code labhand call}
     * @param returns the type of the result
     */
    public record Keyword(String name, String doc, List<String> tags, List<Argument> arguments, String returns) {
        public Keyword {
            tags = List.copyOf(tags);
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * One argument.
     *
     * @param kind empty for one that is passed by position or by name; else {@code positional-only}, {@code varargs}, {@code
     *     named-only} or {@code kwargs}
     * @param type names of JSON Schema's types, {@code "a"|"b"} for words to choose from, or {@code any}
     * @param required whether it must be given
     * @param defaultValue what stands in for it
     */
    public record Argument(String name, String kind, String type, boolean required, Optional<Default> defaultValue) {}

    /** A value that stands in for an argument left out. */
    public record Default(@Nullable Object value) {}

    /** A plugin that could not be loaded. */
    public record Problem(String file, String error) {}

    /**
     * Reads an OpenRPC document.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static KeywordCatalog of(@Nullable Object document) {
        if (!(document instanceof Map<?, ?> root) || !(root.get("methods") instanceof List<?> methods)) {
            throw new IllegalArgumentException("rpc.discover gave no OpenRPC document");
        }
        Map<String, List<Keyword>> byLibrary = new TreeMap<>();
        for (Map<String, @Nullable Object> method : Structs.listOf(methods)) {
            byLibrary
                    .computeIfAbsent(text(method, "x-labhand-library"), _ -> new ArrayList<>())
                    .add(keyword(method));
        }
        List<Library> libraries = byLibrary.entrySet().stream()
                .map(entry -> new Library(entry.getKey(), entry.getValue()))
                .toList();
        return new KeywordCatalog(
                libraries,
                Structs.listOf(root.get("x-labhand-problems")).stream()
                        .map(KeywordCatalog::problem)
                        .toList());
    }

    private static Keyword keyword(Map<String, @Nullable Object> method) {
        List<Argument> arguments = new ArrayList<>();
        for (Map<String, @Nullable Object> descriptor : Structs.listOf(method.get("params"))) {
            arguments.add(argument(descriptor, ""));
        }
        if (method.get("x-labhand-kwargs") instanceof Map<?, ?> kwargs) {
            arguments.add(argument(Structs.of(kwargs), "kwargs"));
        }
        return new Keyword(
                text(method, "name"),
                text(method, "description"),
                Structs.listOf(method.get("tags")).stream()
                        .map(tag -> text(tag, "name"))
                        .toList(),
                arguments,
                method.get("result") instanceof Map<?, ?> result ? type(result.get("schema")) : "any");
    }

    private static Problem problem(Map<String, @Nullable Object> problem) {
        return new Problem(text(problem, "file"), text(problem, "error"));
    }

    /** The kind is the usual one unless the descriptor tells another. Of varargs the schema is that of their list. */
    private static Argument argument(Map<String, @Nullable Object> descriptor, String usualKind) {
        Object schema = descriptor.get("schema");
        String told = text(descriptor, "x-labhand-kind");
        String kind = told.isEmpty() ? usualKind : told;
        return new Argument(
                text(descriptor, "name"),
                kind,
                type(kind.equals("varargs") && schema instanceof Map<?, ?> list ? list.get("items") : schema),
                Boolean.TRUE.equals(descriptor.get("required")),
                schema instanceof Map<?, ?> members && members.containsKey("default")
                        ? Optional.of(new Default(members.get("default")))
                        : Optional.empty());
    }

    private static String type(@Nullable Object schema) {
        List<String> types = types(schema).distinct().toList();
        return types.isEmpty() || types.contains("any") ? "any" : String.join("|", types);
    }

    private static Stream<String> types(@Nullable Object schema) {
        if (!(schema instanceof Map<?, ?> members)) {
            return Stream.of("any");
        }
        if (members.get("enum") instanceof List<?> words) {
            return words.stream().map(Json::text);
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (members.get(choice) instanceof List<?> options) {
                return options.stream().flatMap(KeywordCatalog::types);
            }
        }
        return switch (members.get("type")) {
            case String type -> Stream.of(type);
            case List<?> several -> several.stream().map(String::valueOf);
            case null, default -> Stream.of("any");
        };
    }

    private static String text(Map<String, @Nullable Object> struct, String member) {
        return struct.get(member) instanceof String text ? text : "";
    }

    /** The same as a wire value, for programs. */
    public Map<String, @Nullable Object> toStruct() {
        return struct(
                "libraries",
                libraries.stream()
                        .map(library -> struct(
                                "name",
                                library.name,
                                "keywords",
                                library.keywords.stream()
                                        .map(KeywordCatalog::struct)
                                        .toList()))
                        .toList(),
                "problems",
                problems.stream()
                        .map(problem -> struct("file", problem.file, "error", problem.error))
                        .toList());
    }

    private static Map<String, @Nullable Object> struct(Keyword keyword) {
        return struct(
                "name",
                keyword.name,
                "doc",
                keyword.doc,
                "tags",
                keyword.tags,
                "arguments",
                keyword.arguments.stream().map(KeywordCatalog::struct).toList(),
                "returns",
                keyword.returns);
    }

    private static Map<String, @Nullable Object> struct(Argument argument) {
        Map<String, @Nullable Object> struct =
                struct("name", argument.name, "type", argument.type, "required", argument.required);
        if (!argument.kind.isEmpty()) {
            struct.put("kind", argument.kind);
        }
        argument.defaultValue.ifPresent(standIn -> struct.put("default", standIn.value));
        return struct;
    }

    private static Map<String, @Nullable Object> struct(Object... namesAndValues) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            struct.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return struct;
    }
}
