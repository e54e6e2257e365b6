package dev.labhand.controller.cli;

import dev.labhand.controller.client.Json;
import dev.labhand.controller.client.KeywordCatalog;
import dev.labhand.controller.client.KeywordCatalog.Argument;
import dev.labhand.controller.client.KeywordCatalog.Keyword;
import dev.labhand.controller.client.KeywordCatalog.Library;
import java.util.ArrayList;
import java.util.List;

/** What an agent offers, for readers: libraries, each keyword as it is called, the first line of what it does. */
final class KeywordText {

    private KeywordText() {}

    static String of(KeywordCatalog catalog) {
        List<String> lines = new ArrayList<>();
        for (Library library : catalog.libraries()) {
            lines.add(library.name().isEmpty() ? "(no library)" : library.name());
            for (Keyword keyword : library.keywords()) {
                lines.add("  " + signature(keyword));
                firstLine(keyword.doc(), "      ", lines);
            }
        }
        if (!catalog.problems().isEmpty()) {
            lines.add("not loaded:");
            catalog.problems().forEach(problem -> {
                lines.add("  " + problem.file());
                problem.error().lines().forEach(line -> lines.add("      " + line));
            });
        }
        return String.join("\n", lines.stream().map(KeywordText::printable).toList());
    }

    private static void firstLine(String doc, String indent, List<String> lines) {
        doc.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .ifPresent(line -> {
                    int end = line.indexOf(". ");
                    lines.add(indent + (end < 0 ? line : line.substring(0, end + 1)));
                });
    }

    /** As in Python: {@code name(a: integer, b: string = "x", *rest, named?: boolean, **more) -> object}. */
    private static String signature(Keyword keyword) {
        List<String> arguments = new ArrayList<>();
        boolean byPosition = true;
        boolean positionalOnly = false;
        for (Argument argument : keyword.arguments()) {
            boolean only = argument.kind().equals("positional-only");
            if (positionalOnly && !only) {
                arguments.add("/");
            }
            positionalOnly = only;
            if (argument.kind().equals("named-only") && byPosition) {
                arguments.add("*");
            }
            byPosition &=
                    !argument.kind().equals("named-only") && !argument.kind().equals("varargs");
            arguments.add(argument(argument));
        }
        if (positionalOnly) {
            arguments.add("/");
        }
        String returns = keyword.returns().equals("any") ? "" : " -> " + keyword.returns();
        return keyword.name() + "(" + String.join(", ", arguments) + ")" + returns;
    }

    private static String argument(Argument argument) {
        String type = argument.type().equals("any") ? "" : ": " + argument.type();
        return switch (argument.kind()) {
            case "varargs" -> "*" + argument.name() + type;
            case "kwargs" -> "**" + argument.name() + type;
            default -> {
                String standIn = argument.defaultValue()
                        .map(value -> " = " + Json.text(value.value()))
                        .orElse("");
                yield argument.name() + (argument.required() || !standIn.isEmpty() ? "" : "?") + type + standIn;
            }
        };
    }

    /** Agents are told what to say by plugins: no control characters reach a terminal. */
    private static String printable(String line) {
        return line.replaceAll("\\p{Cntrl}", "?");
    }
}
