package dev.labhand.app;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The packages of Labhand and who may use whom, as docs/architecture.md draws it. */
final class Rooms {

    static final String BASE = "dev.labhand";

    /** In each chain, a package may use every package that stands right of it, but none that stands beside it. */
    private static final List<String> CHAINS =
            List.of("ssh -> api", "protocol.xmlrpc, protocol.jsonrpc -> protocol -> api", """
            app -> agent.cli -> agent -> agent.http -> agent.robot -> agent.rpc -> agent.library, agent.sshlibrary,
            agent.access, agent.plugin -> agent.keyword, agent.job -> ssh, protocol, protocol.xmlrpc, protocol.jsonrpc -> api""", """
            app -> controller.cli -> controller -> controller.report, controller.history -> controller.run
            -> controller.client -> controller.inventory -> ssh, protocol, protocol.xmlrpc, protocol.jsonrpc -> api""");

    /** Rooms whose inner packages are rooms of their own, and must be named above. */
    private static final Set<String> DIVIDED = Set.of("agent", "controller", "protocol");

    private static final Map<String, Set<String>> USABLE = usable();

    private Rooms() {}

    /** The room of a package, or nothing if the plan has none for it. */
    static Optional<String> of(String packageName) {
        if (!packageName.startsWith(BASE + ".")) {
            return Optional.empty();
        }
        String name = packageName.substring(BASE.length() + 1);
        String room = name;
        while (!USABLE.containsKey(room) && room.contains(".")) {
            room = room.substring(0, room.lastIndexOf('.'));
        }
        boolean known = USABLE.containsKey(room) && (room.equals(name) || !DIVIDED.contains(room));
        return known ? Optional.of(room) : Optional.empty();
    }

    static boolean mayUse(String from, String to) {
        return from.equals(to) || USABLE.getOrDefault(from, Set.of()).contains(to);
    }

    private static Map<String, Set<String>> usable() {
        Map<String, Set<String>> usable = new HashMap<>();
        for (String chain : CHAINS) {
            List<List<String>> links = Arrays.stream(chain.split("->"))
                    .map(link ->
                            Arrays.stream(link.split(",")).map(String::strip).toList())
                    .toList();
            Set<String> right = new HashSet<>();
            for (List<String> link : links.reversed()) {
                link.forEach(room ->
                        usable.computeIfAbsent(room, _ -> new HashSet<>()).addAll(right));
                right.addAll(link);
            }
        }
        return Map.copyOf(usable);
    }
}
