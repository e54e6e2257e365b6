package dev.labhand.agent.http;

import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.LibraryProblem;
import dev.labhand.agent.rpc.Face;
import dev.labhand.agent.rpc.MethodHelp;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The page for people: what the agent offers and how to call it. One self-contained document without scripts. */
final class KeywordPage implements Endpoint {

    private static final HttpField HTML = Exchange.contentType("text/html; charset=utf-8");
    private static final HttpField NO_FRAMES = new PreEncodedHttpField("X-Frame-Options", "DENY");
    private static final HttpField NO_REFERRER = new PreEncodedHttpField("Referrer-Policy", "no-referrer");

    private final KeywordRegistry registry;
    private final Face.About about;
    private final boolean needsToken;
    private final String template = resource("page.html");
    private final String style = resource("page.css");
    private final HttpField policy = new PreEncodedHttpField(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'sha256-" + sha256(style)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    KeywordPage(KeywordRegistry registry, Face.About about, boolean needsToken) {
        this.registry = registry;
        this.about = about;
        this.needsToken = needsToken;
    }

    @Override
    public void handle(Exchange exchange) {
        String authority = exchange.request().getHttpURI().getAuthority();
        String page = page(authority == null ? "localhost" : authority);
        exchange.reply(200, HTML, page.getBytes(StandardCharsets.UTF_8), policy, NO_FRAMES, NO_REFERRER);
    }

    private String page(String authority) {
        String user = needsToken ? "me:TOKEN@" : "";
        String header = needsToken ? " \\\n  -H 'Authorization: Bearer TOKEN'" : "";
        return template.replace("{{style}}", style)
                .replace("{{name}}", escaped(about.title()))
                .replace("{{description}}", escaped(about.description()))
                .replace("{{version}}", escaped(about.version()))
                .replace("{{authority}}", escaped(authority))
                .replace("{{user}}", user)
                .replace("{{header}}", escaped(header))
                .replace("{{problems}}", problems())
                .replace("{{count}}", String.valueOf(registry.size()))
                .replace(
                        "{{keywords}}",
                        registry.specs().stream().map(KeywordPage::keyword).collect(Collectors.joining()));
    }

    /** Plugins that could not be loaded; nothing if there are none. */
    private String problems() {
        StringBuilder html = new StringBuilder();
        for (LibraryProblem problem : registry.problems()) {
            html.append("<dt><code>").append(escaped(problem.source())).append("</code></dt>\n<dd>since ");
            html.append(problem.since().truncatedTo(ChronoUnit.SECONDS)).append("\n<pre>");
            html.append(escaped(problem.error())).append("</pre></dd>\n");
        }
        return html.isEmpty() ? "" : "<h2>Not loaded</h2>\n<dl>\n" + html + "</dl>\n";
    }

    private static String keyword(KeywordSpec spec) {
        StringBuilder html = new StringBuilder();
        html.append("<section id=\"").append(escaped(spec.name())).append("\">\n<h3><code>");
        html.append(escaped(MethodHelp.usage(spec))).append("</code></h3>\n<p>");
        html.append(escaped(spec.doc())).append("</p>\n");
        if (!spec.parameters().isEmpty()) {
            html.append("<table>\n");
            spec.parameters().forEach(parameter -> html.append(row(parameter)));
            html.append("</table>\n");
        }
        if (!spec.returnsDoc().isBlank()) {
            html.append("<p class=\"returns\">Returns ")
                    .append(escaped(spec.returnsDoc()))
                    .append(".</p>\n");
        }
        return html.append("</section>\n").toString();
    }

    private static String row(Parameter parameter) {
        String standIn = MethodHelp.standIn(parameter);
        boolean optional = parameter.optional() && !parameter.kind().isRest();
        String note = !standIn.isEmpty() ? ", default " + standIn : optional ? ", optional" : "";
        String kind = MethodHelp.kind(parameter);
        return "<tr><td><code>" + escaped(parameter.name()) + "</code></td><td class=\"type\">"
                + escaped(MethodHelp.type(parameter.type()) + note + (kind.isEmpty() ? "" : ", " + kind)) + "</td><td>"
                + escaped(parameter.doc())
                + "</td></tr>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                // What a user wrote must not be taken for a place to fill.
                .replace("{{", "{&#123;");
    }

    private static String resource(String name) {
        try (InputStream in = KeywordPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
