package dev.labhand.agent.http;

import dev.labhand.agent.access.Access;
import dev.labhand.agent.access.Caller;
import dev.labhand.agent.keyword.Printable;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every request passes here: is it for this agent, may its sender call, which endpoint answers. */
final class FrontDoor extends Handler.Abstract.NonBlocking {

    /** Open to everyone who can connect, since it tells no more than that the agent lives. */
    static final String HEALTH = "/healthz";

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final HttpField BEARER =
            new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"agent\"");
    private static final HttpField BASIC =
            new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"agent\", charset=\"UTF-8\"");
    private static final Optional<Caller> NOBODY = Optional.of(new Caller("-", Optional.empty()));

    private final HttpSettings settings;
    private final HostCheck hosts;
    private final Access access;
    private final Routes routes;
    private final RunningCalls runningCalls;

    FrontDoor(HttpSettings settings, HostCheck hosts, Access access, Routes routes, RunningCalls runningCalls) {
        this.settings = settings;
        this.hosts = hosts;
        this.access = access;
        this.routes = routes;
        this.runningCalls = runningCalls;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpFields headers = request.getHeaders();
        String path = request.getHttpURI().getCanonicalPath();
        String address = Request.getRemoteAddr(request);
        Optional<Caller> caller =
                HEALTH.equals(path) ? NOBODY : access.authenticate(address, headers.get(HttpHeader.AUTHORIZATION));
        Exchange exchange =
                new Exchange(request, response, callback, caller.orElse(NOBODY.get()), settings, runningCalls);

        Optional<String> refusal = hosts.refusal(
                request.getHttpURI().getHost(), headers.get(HttpHeader.HOST), headers.get(HttpHeader.ORIGIN));
        if (refusal.isPresent()) {
            LOG.info("{} refused: foreign Host or Origin", address);
            exchange.replyText(403, refusal.get());
        } else if (caller.isEmpty()) {
            LOG.info("{} refused: no token or a wrong one", address);
            exchange.replyText(
                    401, "A token is needed: as Bearer token, or as the password of Basic credentials.", BEARER, BASIC);
        } else {
            route(exchange, request.getMethod(), exchange.path());
        }
        return true;
    }

    private void route(Exchange exchange, String method, String path) {
        Map<String, Endpoint> methods = routes.on(path);
        if (methods == null) {
            exchange.replyText(
                    404,
                    "There is nothing at " + Printable.of(path)
                            + ". XML-RPC and Robot Framework are at /RPC2, JSON-RPC at /rpc, and / tells more.");
            return;
        }
        Endpoint endpoint = methods.get(method);
        if (endpoint == null) {
            String allowed = String.join(", ", methods.keySet());
            exchange.replyText(405, "Use " + allowed + ".", new HttpField(HttpHeader.ALLOW, allowed));
            return;
        }
        exchange.guarded(() -> endpoint.handle(exchange));
    }
}
