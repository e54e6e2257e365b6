package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.agent.rpc.Dispatcher;
import dev.labhand.api.Arg;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The methods by which Robot Framework's {@code Remote} library asks for keywords and runs them. */
final class RobotProtocol {

    private static final String TAG = "robot";
    private static final String NAME = "A keyword's name; case, spaces and underscores do not matter.";

    /** What stands for the library itself where Robot asks for documentation. */
    private static final String INTRODUCTION = "__intro__";

    /** What stands for its import, which takes no arguments: the library is there already. */
    private static final String IMPORT = "__init__";

    private final RobotKeywords keywords;
    private final Dispatcher dispatcher;
    private final Supplier<String> introduction;
    private final String init;
    private final Runnable imported;

    /**
     * The methods for some keywords.
     *
     * @param introduction what Robot shows before the keywords
     * @param init what it shows about the import
     * @param imported is run for each import: Robot asks once in a run what there is
     */
    RobotProtocol(
            RobotKeywords keywords,
            Dispatcher dispatcher,
            Supplier<String> introduction,
            String init,
            Runnable imported) {
        this.keywords = keywords;
        this.dispatcher = dispatcher;
        this.introduction = introduction;
        this.init = init;
        this.imported = imported;
    }

    @Keyword(
            value = "get_library_information",
            doc = "Describes all keywords to Robot Framework at once.",
            returns = "for each keyword a struct {args, types, tags, doc}; __intro__ and __init__ have doc alone",
            tags = TAG,
            blocking = false)
    public Map<String, Map<String, Object>> libraryInformation() {
        imported.run();
        Map<String, Map<String, Object>> information = new LinkedHashMap<>();
        information.put(INTRODUCTION, Map.of("doc", introduction.get()));
        information.put(IMPORT, Map.of("doc", init));
        keywords.all().forEach((name, keyword) -> information.put(name, KeywordInformation.all(keyword)));
        return information;
    }

    @Keyword(
            value = "get_keyword_names",
            doc = "Lists the keywords by the names that Robot Framework shows.",
            returns = "the names, sorted",
            tags = TAG,
            blocking = false)
    public List<String> keywordNames() {
        imported.run();
        return List.copyOf(keywords.all().keySet());
    }

    @Keyword(
            value = "get_keyword_arguments",
            doc = "Tells Robot Framework what arguments a keyword takes.",
            returns = "names, or pairs of a name and a default; those after * are named-only",
            tags = TAG,
            blocking = false)
    public List<Object> keywordArguments(@Arg(NAME) String name) {
        return name.equals(IMPORT)
                ? List.of()
                : KeywordInformation.arguments(keyword(name).spec());
    }

    @Keyword(
            value = "get_keyword_types",
            doc = "Tells Robot Framework the types of a keyword's arguments.",
            returns = "by argument, the name of its type; arguments of any type are left out",
            tags = TAG,
            blocking = false)
    public Map<String, String> keywordTypes(@Arg(NAME) String name) {
        return name.equals(IMPORT)
                ? Map.of()
                : KeywordInformation.types(keyword(name).spec());
    }

    @Keyword(
            value = "get_keyword_tags",
            doc = "Lists a keyword's tags.",
            returns = "words",
            tags = TAG,
            blocking = false)
    public List<String> keywordTags(@Arg(NAME) String name) {
        return keyword(name).spec().tags();
    }

    @Keyword(
            value = "get_keyword_documentation",
            doc = "Explains a keyword, the whole (__intro__), or how it was made (__init__).",
            returns = "text in Robot Framework's documentation syntax",
            tags = TAG,
            blocking = false)
    public String keywordDocumentation(@Arg(NAME) String name) {
        return switch (name) {
            case INTRODUCTION -> introduction.get();
            case IMPORT -> init;
            default -> keyword(name).documentation();
        };
    }

    @Keyword(
            value = "run_keyword",
            doc = "Runs a keyword for Robot Framework.",
            returns = "{status, output}, with return if the status is PASS, else with error, and traceback,"
                    + " continuable, fatal where they apply",
            tags = TAG)
    public Map<String, @Nullable Object> runKeyword(
            @Arg(NAME) String name,
            @Arg(value = "The arguments by position.", defaultValue = "[]") List<@Nullable Object> args,
            @Arg(value = "The arguments by name.", defaultValue = "{}") Map<String, @Nullable Object> kwargs) {
        Optional<RobotKeyword> keyword = keywords.find(name);
        // Audited under the one name that it has on all faces.
        Invocation call =
                new Invocation(keyword.map(found -> found.spec().name()).orElse(name), args, kwargs);
        OutputLog log = new OutputLog();
        InvocationResult result = dispatcher.dispatch(Dispatcher.caller(), _ -> keyword.map(found -> found), call, log);
        return RobotResult.of(call.keyword(), result, log.end());
    }

    private RobotKeyword keyword(String name) {
        return keywords.find(name)
                .orElseThrow(() ->
                        KeywordException.invalidParams("No keyword with name '" + Printable.of(name) + "' found."));
    }
}
