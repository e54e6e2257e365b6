package dev.labhand.controller.inventory;

import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** A value of a YAML file that knows its line, for messages that point at it. Aliases and tags are refused. */
sealed interface Yaml {

    /** Counting from 1. */
    int line();

    /** A mapping, in order. No key stands twice. */
    record Mapping(int line, SequencedMap<String, Entry> entries) implements Yaml {}

    /** A value and the line of its key. */
    record Entry(int line, Yaml value) {}

    /** A sequence. */
    record Sequence(int line, List<Yaml> items) implements Yaml {}

    /** A scalar; nothing at all is {@link Kind#NULL}. */
    record Scalar(int line, Kind kind, String text) implements Yaml {
        /** What YAML takes the text for. */
        enum Kind {
            TEXT,
            INTEGER,
            BOOLEAN,
            NULL,
            OTHER
        }
    }

    /** What it is, for messages. */
    default String description() {
        return switch (this) {
            case Mapping mapping -> "a mapping";
            case Sequence sequence -> "a list";
            case Scalar scalar when scalar.kind() == Scalar.Kind.NULL -> "nothing";
            case Scalar scalar -> "'" + InventoryException.printable(scalar.text()) + "'";
        };
    }

    /** A fault of the file. */
    final class Fault extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int line;

        Fault(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /**
     * Reads one document. An empty one is {@link Scalar.Kind#NULL}.
     *
     * @throws Fault if it is no YAML or uses what is refused here
     */
    static Yaml read(String text) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        YAMLFactory factory = YAMLFactory.builder()
                .loadSettings(settings)
                // Ours names both lines.
                .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new Scalar(1, Scalar.Kind.NULL, "");
            }
            Yaml document = value(parser);
            if (parser.nextToken() != null) {
                throw new Fault(line(parser), "there is a second document: remove the line '---' before it");
            }
            return document;
        } catch (JacksonException e) {
            throw fault(e);
        }
    }

    private static Fault fault(JacksonException e) {
        if (e.getCause() instanceof MarkedYamlEngineException marked) {
            int line = marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            String problem = marked.getProblem();
            return new Fault(line, "no YAML: " + InventoryException.printable(problem) + hint(problem));
        }
        TokenStreamLocation at = e.getLocation();
        return new Fault(
                at == null ? 1 : Math.max(1, at.getLineNr()),
                "no YAML that is understood here: " + InventoryException.printable(e.getOriginalMessage()));
    }

    private static String hint(String problem) {
        if (problem.contains("cannot start any token")) {
            return ": put text that starts with @ in quotes, and indent by spaces instead of tabs";
        }
        return problem.contains("but got [") ? ": within { } and [ ] put names with ranges in quotes" : "";
    }

    private static Yaml value(JsonParser parser) {
        int line = line(parser);
        checkPlain(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, line);
            case START_ARRAY -> sequence(parser, line);
            case VALUE_STRING -> new Scalar(line, Scalar.Kind.TEXT, parser.getString());
            case VALUE_NUMBER_INT -> new Scalar(line, Scalar.Kind.INTEGER, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(line, Scalar.Kind.BOOLEAN, parser.getString());
            case VALUE_NULL -> new Scalar(line, Scalar.Kind.NULL, "");
            case null, default -> new Scalar(line, Scalar.Kind.OTHER, String.valueOf(parser.getString()));
        };
    }

    private static void checkPlain(JsonParser parser) {
        boolean alias = parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
        if (alias || parser.getTypeId() != null) {
            throw new Fault(line(parser), "aliases and tags have no place here: put what starts with * or ! in quotes");
        }
    }

    private static Mapping mapping(JsonParser parser, int line) {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int keyLine = line(parser);
            String key = parser.currentName();
            checkPlain(parser);
            parser.nextToken();
            @Nullable Entry earlier = entries.put(key, new Entry(keyLine, value(parser)));
            if (earlier != null) {
                throw new Fault(
                        keyLine,
                        "'" + InventoryException.printable(key) + "' stands here and in line " + earlier.line()
                                + ": keep one of them");
            }
        }
        return new Mapping(line, entries);
    }

    private static Sequence sequence(JsonParser parser, int line) {
        List<Yaml> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Sequence(line, items);
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
