package dev.labhand.agent.http;

import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.LibraryProblem;
import dev.labhand.agent.rpc.Face;
import dev.labhand.agent.rpc.LiveInvocations;
import dev.labhand.agent.rpc.MethodHelp;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Parameter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page for people: what the agent offers, how to call it, and what runs now. It has no scripts. */
final class KeywordPage implements Endpoint {

    private final KeywordRegistry registry;
    private final LiveInvocations invocations;
    private final Face.About about;
    private final boolean needsToken;
    private final HtmlPage page = new HtmlPage("page.html", Optional.empty());

    KeywordPage(KeywordRegistry registry, LiveInvocations invocations, Face.About about, boolean needsToken) {
        this.registry = registry;
        this.invocations = invocations;
        this.about = about;
        this.needsToken = needsToken;
    }

    @Override
    public void handle(Exchange exchange) {
        String authority = exchange.request().getHttpURI().getAuthority();
        page.reply(exchange, places(authority == null ? "localhost" : authority));
    }

    private Map<String, String> places(String authority) {
        String header = needsToken ? " \\\n  -H 'Authorization: Bearer TOKEN'" : "";
        String running = InvocationEndpoint.rows(invocations);
        return Map.of(
                "name", HtmlPage.escaped(about.title()),
                "description", HtmlPage.escaped(about.description()),
                "version", HtmlPage.escaped(about.version()),
                "authority", HtmlPage.escaped(authority),
                "user", needsToken ? "me:TOKEN@" : "",
                "header", HtmlPage.escaped(header),
                "problems", problems(),
                "running", running.isEmpty() ? "<p>Nothing.</p>\n" : "<table>\n" + running + "</table>\n",
                "count", String.valueOf(registry.size()),
                "keywords", registry.specs().stream().map(KeywordPage::keyword).collect(Collectors.joining()));
    }

    /** Plugins that could not be loaded; nothing if there are none. */
    private String problems() {
        StringBuilder html = new StringBuilder();
        for (LibraryProblem problem : registry.problems()) {
            html.append("<dt><code>").append(HtmlPage.escaped(problem.source())).append("</code></dt>\n<dd>since ");
            html.append(problem.since().truncatedTo(ChronoUnit.SECONDS)).append("\n<pre>");
            html.append(HtmlPage.escaped(problem.error())).append("</pre></dd>\n");
        }
        return html.isEmpty() ? "" : "<h2>Not loaded</h2>\n<dl>\n" + html + "</dl>\n";
    }

    private static String keyword(KeywordSpec spec) {
        StringBuilder html = new StringBuilder();
        html.append("<section id=\"").append(HtmlPage.escaped(spec.name())).append("\">\n<h3><code>");
        html.append(HtmlPage.escaped(MethodHelp.usage(spec))).append("</code></h3>\n<p>");
        html.append(HtmlPage.escaped(spec.doc())).append("</p>\n");
        if (!spec.parameters().isEmpty()) {
            html.append("<table>\n");
            spec.parameters().forEach(parameter -> html.append(row(parameter)));
            html.append("</table>\n");
        }
        if (!spec.returnsDoc().isBlank()) {
            html.append("<p class=\"returns\">Returns ")
                    .append(HtmlPage.escaped(spec.returnsDoc()))
                    .append(".</p>\n");
        }
        return html.append("</section>\n").toString();
    }

    private static String row(Parameter parameter) {
        String standIn = MethodHelp.standIn(parameter);
        boolean optional = parameter.optional() && !parameter.kind().isRest();
        String note = !standIn.isEmpty() ? ", default " + standIn : optional ? ", optional" : "";
        String kind = MethodHelp.kind(parameter);
        return "<tr><td><code>" + HtmlPage.escaped(parameter.name()) + "</code></td><td class=\"type\">"
                + HtmlPage.escaped(MethodHelp.type(parameter.type()) + note + (kind.isEmpty() ? "" : ", " + kind))
                + "</td><td>"
                + HtmlPage.escaped(parameter.doc())
                + "</td></tr>\n";
    }
}
