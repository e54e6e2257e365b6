package dev.labhand.benchmark;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.labhand.agent.Additions;
import dev.labhand.agent.Agent;
import dev.labhand.agent.AgentConfig;
import dev.labhand.agent.http.Endpoint;
import dev.labhand.agent.http.Exchange;
import dev.labhand.agent.http.HttpSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.slf4j.LoggerFactory;

/**
 * An agent, in a process of its own, that answers fixed bytes on two more paths: what the HTTP server can do without codec,
 * dispatcher and log. Requests come and go on the same non-blocking path as calls of {@code add}.
 */
final class FixedServer {

    static final String XML_PATH = "/fixed/xml";
    static final String JSON_PATH = "/fixed/json";

    private FixedServer() {}

    /** Starts the process, with the JVM flags of another agent. */
    static Service start(Workshop workshop, Service agent) throws Exception {
        List<String> command = new ArrayList<>(workshop.likeAgent(agent, FixedServer.class));
        command.add(workshop.folder().resolve("fixed.data").toString());
        return workshop.start("fixed", command, Map.of());
    }

    /** Takes a data directory. */
    public static void main(String[] args) throws Exception {
        quiet();
        AgentConfig config = AgentConfig.of("fixed", Path.of(args[0]), HttpSettings.DEFAULTS.at("127.0.0.1", 0));
        Additions fixed = new Additions(Optional.empty(), List.of(), routes -> {
            routes.add("POST", XML_PATH, always(Answers.xml(), "text/xml"));
            routes.add("POST", JSON_PATH, always(Answers.json(), "application/json"));
        });
        System.out.println("ready " + Agent.start(config, fixed).port());
        Thread.currentThread().join();
    }

    private static Endpoint always(byte[] answer, String contentType) {
        HttpField type = Exchange.contentType(contentType);
        return exchange -> exchange.readBody(body -> exchange.reply(200, type, answer));
    }

    /** Keeps Logback, which nobody has configured here, from telling everything. */
    static void quiet() {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.WARN);
        }
    }
}
