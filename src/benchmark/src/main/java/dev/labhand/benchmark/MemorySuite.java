package dev.labhand.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What an agent with its default flags takes of a machine's memory once it has run a command and waits for the next. */
final class MemorySuite {

    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Pattern RSS = Pattern.compile("(?m)^Rss:\\s+(\\d+) kB$");
    private static final String MEGABYTES = "%.1f MB";

    private final Workshop workshop;

    MemorySuite(Workshop workshop) {
        this.workshop = workshop;
    }

    List<Row> run() throws Exception {
        List<Row> rows = new ArrayList<>();
        Service plain = idleAfterOneExec("agent", Map.of());
        rows.add(Row.absolute(
                        "an agent's resident memory after one exec, idle", Figure.single(resident(plain)), MEGABYTES)
                .under(120));
        // What it consists of is asked of another one: to keep book costs memory, too.
        Service bookkeeping =
                idleAfterOneExec("agent-parts", Map.of("LABHAND_JAVA_OPTS", "-XX:NativeMemoryTracking=summary"));
        parts(bookkeeping)
                .forEach((part, bytes) ->
                        rows.add(Row.absolute("of an agent's memory: " + part, Figure.single(bytes / 1e6), MEGABYTES)));
        return rows;
    }

    private Service idleAfterOneExec(String name, Map<String, String> environment) throws Exception {
        Service agent = workshop.agent(name, environment);
        RpcPeer.exec(name, agent.port(), "local").check();
        Thread.sleep(IDLE);
        return agent;
    }

    /** In megabytes of 10⁶ bytes. */
    private static double resident(Service service) throws IOException {
        String text = Files.readString(Path.of("/proc", Long.toString(service.pid()), "smaps_rollup"));
        var rss = RSS.matcher(text);
        if (!rss.find()) {
            throw new IOException("no Rss in smaps_rollup: " + text);
        }
        return Long.parseLong(rss.group(1)) * 1024 / 1e6;
    }

    /** Resident bytes by purpose, from the JVM's own map of its memory. */
    private Map<String, Long> parts(Service service) throws Exception {
        String jcmd = Path.of(workshop.java()).resolveSibling("jcmd").toString();
        String map = Command.run(
                        List.of(jcmd, Long.toString(service.pid()), "System.map"),
                        Map.of(),
                        Pattern.compile("JAVAHEAP"))
                .output();
        Map<String, Long> parts = new TreeMap<>();
        map.lines().filter(line -> line.startsWith("0x")).forEach(line -> {
            // from-to, vsize, prot, rss, hugetlb, page size, notes, info, file
            String[] columns = line.trim().split("\\s+", 9);
            parts.merge(purpose(columns[7], columns[8]), Long.parseLong(columns[3]), Long::sum);
        });
        return parts;
    }

    private static String purpose(String info, String file) {
        String kind = info.replaceFirst("-.*", "");
        return switch (kind) {
            case "JAVAHEAP" -> "Java heap";
            case "META", "CLASS" -> "classes (metaspace)";
            case "CDS" -> "classes (shared archive)";
            case "CODE" -> "compiled code";
            case "STACK" -> "thread stacks";
            case "GC", "CARDTBL" -> "collector's tables";
            default ->
                file.startsWith("/") ? "mapped files (the JVM's libraries, jars)" : "other native memory (malloc)";
        };
    }
}
