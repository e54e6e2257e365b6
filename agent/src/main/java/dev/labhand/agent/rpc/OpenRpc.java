package dev.labhand.agent.rpc;

import dev.labhand.agent.keyword.LibraryProblem;
import dev.labhand.agent.keyword.Printable;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code rpc.discover}: all that JSON-RPC offers, as an OpenRPC 1.3.2 document. */
final class OpenRpc {

    private final Face face;
    private final Face.About about;

    OpenRpc(Face face, Face.About about) {
        this.face = face;
        this.about = about;
    }

    @Keyword(
            value = "rpc.discover",
            doc = "Describes the methods of this service.",
            returns =
                    "an OpenRPC document. x-labhand-kind marks parameters: named-only ones cannot be passed by position but"
                            + " together as one trailing struct; varargs are one by one by position, and a list by name."
                            + " x-labhand-kwargs describes further arguments of any name; x-labhand-problems lists the plugins that"
                            + " could not be loaded: {file, error, since}",
            tags = "rpc",
            blocking = false)
    public Map<String, @Nullable Object> discover(
            @Arg("Describe this method alone; all by default.") Optional<String> method) {
        Map<String, String> libraries = new HashMap<>();
        face.keywords()
                .libraries()
                .forEach(library -> library.specs().forEach(spec -> libraries.put(spec.name(), library.name())));
        List<KeywordSpec> specs = method.isEmpty() ? face.keywords().specs() : List.of(spec(method.get()));
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("title", about.title());
        if (!about.description().isEmpty()) {
            info.put("description", about.description());
        }
        info.put("version", about.version());
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("openrpc", "1.3.2");
        document.put("info", info);
        document.put(
                "methods",
                specs.stream()
                        .map(spec -> method(spec, Optional.ofNullable(libraries.get(spec.name()))))
                        .toList());
        List<LibraryProblem> problems = face.keywords().problems();
        if (method.isEmpty() && !problems.isEmpty()) {
            document.put(
                    "x-labhand-problems",
                    problems.stream().map(OpenRpc::problem).toList());
        }
        return document;
    }

    private static Map<String, @Nullable Object> problem(LibraryProblem problem) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("file", problem.source());
        members.put("error", problem.error());
        members.put("since", problem.since());
        return members;
    }

    private KeywordSpec spec(String method) {
        return face.find(method)
                .map(RegisteredKeyword::spec)
                .orElseThrow(() ->
                        KeywordException.invalidParams("rpc.discover: there is no method " + Printable.of(method)));
    }

    private static Map<String, @Nullable Object> method(KeywordSpec spec, Optional<String> library) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("name", "result");
        result.put("description", spec.returnsDoc());
        result.put("schema", JsonSchema.of(spec.returns()));
        Map<String, @Nullable Object> method = new LinkedHashMap<>();
        method.put("name", spec.name());
        library.ifPresent(name -> method.put("x-labhand-library", name));
        method.put("summary", summary(spec.doc()));
        method.put("description", spec.doc());
        method.put("tags", spec.tags().stream().map(tag -> Map.of("name", tag)).toList());
        method.put("paramStructure", isByPosition(spec) ? "by-position" : "either");
        method.put(
                "params",
                spec.parameters().stream()
                        .filter(parameter -> parameter.kind() != Kind.KWARGS)
                        .map(OpenRpc::parameter)
                        .toList());
        spec.kwargs().ifPresent(kwargs -> method.put("x-labhand-kwargs", parameter(kwargs)));
        method.put("result", result);
        return method;
    }

    private static Map<String, @Nullable Object> parameter(Parameter parameter) {
        ValueType type = parameter.kind() == Kind.VARARGS ? new ValueType.ListOf(parameter.type()) : parameter.type();
        Map<String, @Nullable Object> schema = new LinkedHashMap<>(JsonSchema.of(type));
        parameter.defaultValue().ifPresent(standIn -> schema.put("default", standIn.value()));
        Map<String, @Nullable Object> descriptor = new LinkedHashMap<>();
        descriptor.put("name", parameter.name());
        descriptor.put("description", parameter.doc());
        descriptor.put("required", !parameter.optional());
        descriptor.put("schema", schema);
        switch (parameter.kind()) {
            case VARARGS -> descriptor.put("x-labhand-kind", "varargs");
            case NAMED_ONLY -> descriptor.put("x-labhand-kind", "named-only");
            case POSITIONAL_ONLY -> descriptor.put("x-labhand-kind", "positional-only");
            case POSITIONAL_OR_NAMED, KWARGS -> {}
        }
        return descriptor;
    }

    private static boolean isByPosition(KeywordSpec spec) {
        return spec.parameters().stream().anyMatch(parameter -> parameter.kind() == Kind.POSITIONAL_ONLY);
    }

    /** The first sentence. */
    private static String summary(String doc) {
        String first = doc.strip().split("\\R\\s*\\R", 2)[0];
        int end = first.indexOf(". ");
        return end < 0 ? first : first.substring(0, end + 1);
    }
}
