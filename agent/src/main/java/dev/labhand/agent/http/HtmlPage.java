package dev.labhand.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** A document for people, made from a template. All of it is in one answer, and the browser is told to run nothing else. */
final class HtmlPage {

    private static final HttpField HTML = Exchange.contentType("text/html; charset=utf-8");
    private static final HttpField NO_FRAMES = new PreEncodedHttpField("X-Frame-Options", "DENY");
    private static final HttpField NO_REFERRER = new PreEncodedHttpField("Referrer-Policy", "no-referrer");

    private final String template;
    private final HttpField policy;

    /**
     * A page from resources beside this class.
     *
     * @param template with {@code {{style}}}, {@code {{script}}} if it has one, and other places to fill
     * @param script may talk to the agent alone
     */
    HtmlPage(String template, Optional<String> script) {
        String style = resource("page.css");
        String code = script.map(HtmlPage::resource).orElse("");
        this.template = resource(template).replace("{{style}}", style).replace("{{script}}", code);
        this.policy = new PreEncodedHttpField(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'sha256-" + sha256(style)
                        + (code.isEmpty() ? "" : "'; connect-src 'self'; script-src 'sha256-" + sha256(code))
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    /** Answers with the page, filled with HTML by the names of the places. */
    void reply(Exchange exchange, Map<String, String> html) {
        String page = template;
        for (Map.Entry<String, String> place : html.entrySet()) {
            page = page.replace("{{" + place.getKey() + "}}", place.getValue());
        }
        exchange.reply(200, HTML, page.getBytes(StandardCharsets.UTF_8), policy, NO_FRAMES, NO_REFERRER);
    }

    /** Text as HTML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                // What a user wrote must not be taken for a place to fill.
                .replace("{{", "{&#123;");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
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
