package dev.labhand.benchmark;

import java.io.IOException;
import java.time.Duration;

/**
 * A load generator that reads {@code IN-FLIGHT SECONDS} and answers {@code COUNT SECONDS-TAKEN}, and so keeps its connection
 * from round to round.
 */
record LineLoad(Service generator, int inFlight) implements Contest.Contestant {

    @Override
    public double measure(Duration time) throws Exception {
        String answer = generator.ask(inFlight + " " + time.toSeconds(), time.plusSeconds(30));
        String[] words = answer.split(" ", -1);
        if (words.length != 2) {
            throw new IOException("no count and time: " + answer);
        }
        return Double.parseDouble(words[0]) / Double.parseDouble(words[1]);
    }
}
