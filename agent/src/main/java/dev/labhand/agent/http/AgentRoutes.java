package dev.labhand.agent.http;

import dev.labhand.agent.job.JobEngine;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.robot.RobotFaces;
import dev.labhand.agent.rpc.Dispatcher;
import dev.labhand.agent.rpc.Face;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import java.util.List;
import java.util.Set;

/** What an agent offers over HTTP. */
public final class AgentRoutes {

    private static final Set<String> XML = Set.of("text/xml", "application/xml");
    private static final Set<String> JSON =
            Set.of("application/json", "application/json-rpc", "application/jsonrequest");

    private AgentRoutes() {}

    /** XML-RPC and JSON-RPC calls, Robot Framework, the page for people, what runs now, jobs, and the health check. */
    public static Routes of(
            KeywordRegistry registry,
            Dispatcher dispatcher,
            JobEngine jobs,
            Face.About about,
            RobotFaces robot,
            boolean needsToken) {
        Endpoint xmlRpc = xmlRpc(robot.all(), dispatcher);
        Endpoint jsonRpc = new RpcEndpoint(new JsonRpcCodec(), JSON, Face.jsonRpc(registry, about), dispatcher);
        Endpoint invocations = new InvocationEndpoint(dispatcher.invocations());
        Routes routes = new Routes();
        for (String path : List.of("/RPC2", "/xmlrpc", "/")) {
            routes.add("POST", path, xmlRpc);
        }
        return routes.add("POST", "/rpc", jsonRpc)
                .addBelow(
                        "POST",
                        LibraryEndpoint.PATH,
                        new LibraryEndpoint(registry, library -> xmlRpc(robot.of(library), dispatcher)))
                .add("GET", "/", new KeywordPage(registry, dispatcher.invocations(), about, needsToken))
                .add("GET", InvocationEndpoint.LIST, invocations)
                .addBelow("GET", InvocationEndpoint.PATH, invocations)
                .addBelow("GET", JobEndpoint.PATH, new JobEndpoint(jobs))
                .add("GET", FrontDoor.HEALTH, AgentRoutes::health);
    }

    private static Endpoint xmlRpc(Face face, Dispatcher dispatcher) {
        return new RpcEndpoint(new XmlRpcCodec(), XML, face, dispatcher);
    }

    private static void health(Exchange exchange) {
        if (exchange.isStopping()) {
            exchange.replyText(503, "stopping");
        } else {
            exchange.replyText(200, "ok");
        }
    }
}
