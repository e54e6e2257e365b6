package dev.labhand.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load: one POST again and again by {@code wrk}.
 *
 * @param script {@code load.lua}
 * @param body a file
 * @param newConnections whether each call has a connection of its own
 * @param word what every answer must hold; empty to look at the status alone, which costs less
 */
record Wrk(Path script, URI url, Path body, String contentType, int connections, boolean newConnections, String word)
        implements Contest.Contestant {

    private static final Pattern FIGURES =
            Pattern.compile("figures requests=(\\d+) micros=(\\d+) errors=(\\d+) wrong=(\\d+)");

    @Override
    public double measure(Duration time) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t" + Math.min(2, connections),
                "-c" + connections,
                "-d" + time.toSeconds() + "s",
                "--timeout",
                "10s",
                "-s",
                script.toString(),
                url.toString(),
                "--",
                body.toString(),
                contentType,
                newConnections ? "close" : "keep"));
        if (!word.isEmpty()) {
            command.add(word);
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(5, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        Matcher figures = FIGURES.matcher(output);
        if (!figures.find()) {
            throw new IOException("wrk gave no figures for " + url + ":\n" + output);
        }
        long requests = Long.parseLong(figures.group(1));
        if (requests == 0 || !figures.group(3).equals("0") || !figures.group(4).equals("0")) {
            throw new IOException("not every call of " + url + " was answered, or answered rightly:\n" + output);
        }
        return requests * 1e6 / Long.parseLong(figures.group(2));
    }
}
