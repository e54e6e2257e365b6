package dev.labhand.agent.http;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.agent.rpc.LiveInvocation;
import dev.labhand.agent.rpc.LiveInvocations;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;

/**
 * What runs now: {@code GET /invocations} for programs, {@code GET /invocations/ID} for people, and
 * {@code GET /invocations/ID/events} for both.
 */
final class InvocationEndpoint implements Endpoint {

    static final String LIST = "/invocations";

    /** Below it, the id of an invocation. */
    static final String PATH = LIST + "/";

    private static final String EVENTS = "/events";
    private static final HttpField JSON = Exchange.contentType("application/json");

    private final LiveInvocations invocations;
    private final HtmlPage page = new HtmlPage("invocation.html", Optional.of("invocation.js"));

    InvocationEndpoint(LiveInvocations invocations) {
        this.invocations = invocations;
    }

    @Override
    public void handle(Exchange exchange) {
        if (exchange.path().equals(LIST)) {
            exchange.reply(200, JSON, list().getBytes(StandardCharsets.UTF_8));
            return;
        }
        String rest = exchange.path().substring(PATH.length());
        boolean events = rest.endsWith(EVENTS);
        String id = events ? rest.substring(0, rest.length() - EVENTS.length()) : rest;
        Optional<LiveInvocation> invocation = invocations.find(id);
        if (invocation.isEmpty()) {
            exchange.replyText(
                    404,
                    "There is no invocation '" + Printable.of(id) + "' that runs or ended a moment ago; " + LIST
                            + " lists those that run.");
        } else if (events) {
            InvocationEvents.reply(exchange, invocation.get());
        } else {
            page.reply(exchange, page(invocation.get()));
        }
    }

    private String list() {
        List<LiveInvocation> running = invocations.running();
        return running.stream()
                .map(each -> JsonText.object(json -> {
                    json.writeStringProperty("id", each.id());
                    json.writeStringProperty("keyword", each.keyword());
                    json.writeStringProperty("caller", each.caller().toString());
                    json.writeStringProperty("since", each.since().toString());
                    json.writeStringProperty("events", PATH + each.id() + EVENTS);
                }))
                .collect(Collectors.joining(",\n", "[", "]\n"));
    }

    private static Map<String, String> page(LiveInvocation invocation) {
        return Map.of(
                "id", HtmlPage.escaped(invocation.id()),
                "keyword", HtmlPage.escaped(invocation.keyword()),
                "caller", HtmlPage.escaped(invocation.caller().toString()),
                "since", since(invocation),
                "events", HtmlPage.escaped(PATH + invocation.id() + EVENTS));
    }

    /** Rows of a table for people. */
    static String rows(LiveInvocations invocations) {
        return invocations.running().stream()
                .map(each -> "<tr><td><a href=\"" + HtmlPage.escaped(PATH + each.id()) + "\"><code>"
                        + HtmlPage.escaped(each.keyword()) + "</code></a></td><td>"
                        + HtmlPage.escaped(each.caller().toString()) + "</td><td class=\"type\">since " + since(each)
                        + "</td></tr>\n")
                .collect(Collectors.joining());
    }

    private static String since(LiveInvocation invocation) {
        return invocation.since().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
