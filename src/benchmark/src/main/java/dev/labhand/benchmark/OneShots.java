package dev.labhand.benchmark;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Keywords whose executable is started anew for each call, one call after the other: what they cost and what they leave. */
final class OneShots {

    private static final int WARM_UP = 100;
    private static final int CALLS = 1_000;

    /** The JVM's compiler threads and the server's idle threads end on their own after a minute. */
    private static final Duration SETTLING = Duration.ofSeconds(90);

    private final Workshop workshop;

    OneShots(Workshop workshop) {
        this.workshop = workshop;
    }

    List<Row> run() throws Exception {
        String folder = workshop.plugins("one-shots", "one_shot.sh").toString();
        Service agent = workshop.agent("agent-one-shots", Map.of(), "--keywords", folder);
        RpcPeer peer = RpcPeer.robot("labhand", agent.port(), "/robot/OneShot");
        try (HttpClient client = HttpClient.newHttpClient()) {
            call(peer, client, WARM_UP);
            Holdings before = Holdings.of(agent);
            System.err.printf("%,d one-shot executables; before: %s%n", CALLS, before);
            long start = System.nanoTime();
            call(peer, client, CALLS);
            double millis = (System.nanoTime() - start) / 1e6 / CALLS;
            Holdings left = left(agent, before);

            String what = String.format("%,d one-shot executables in a row: ", CALLS);
            return List.of(
                    Row.absolute(what + "each", Figure.single(millis), "%.2f ms"),
                    leak(what + "processes left", left.processes()),
                    leak(what + "descriptors left", left.descriptors()),
                    leak(what + "threads left", left.threads()));
        }
    }

    private static void call(RpcPeer peer, HttpClient client, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            peer.check(client);
        }
    }

    /** What does not go away: of each the smallest number seen until all is gone or the time is over. */
    private static Holdings left(Service agent, Holdings before) throws Exception {
        long end = System.nanoTime() + SETTLING.toNanos();
        Holdings left = Holdings.of(agent).beyond(before);
        while (!left.none() && System.nanoTime() < end) {
            Thread.sleep(500);
            left = left.least(Holdings.of(agent).beyond(before));
        }
        return left;
    }

    private static Row leak(String what, long count) {
        return Row.absolute(what, Figure.single((double) count), "%.0f").under(1);
    }
}
