package dev.labhand.benchmark;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Several contestants doing the same work in turn: A B C, A B C, … so that a slow minute of the machine slows all of them.
 */
final class Contest {

    /** Does the work. */
    @FunctionalInterface
    interface Contestant {
        /**
         * Does it once, or again and again for about this time.
         *
         * @return how often per second it was done, or how many seconds it took
         */
        double measure(Duration time) throws Exception;
    }

    private static final int MAX_WARM_UP = 12;
    /** Bursts that were no faster than those before: a noisy machine hides that compilers are not done yet. */
    private static final int STANDSTILLS = 4;

    private final String title;
    private final Map<String, Contestant> contestants = new LinkedHashMap<>();

    Contest(String title) {
        this.title = title;
    }

    Contest with(String name, Contestant contestant) {
        contestants.put(name, contestant);
        return this;
    }

    /** Warms all up, then measures. */
    Standings run(Pace pace) throws Exception {
        for (var entry : contestants.entrySet()) {
            System.err.printf("%s, warming up %s%n", title, entry.getKey());
            warmUp(entry.getValue(), pace.round());
        }
        Standings standings = new Standings();
        for (int round = 1; round <= pace.rounds(); round++) {
            System.err.printf("%s, round %d of %d:", title, round, pace.rounds());
            for (var entry : contestants.entrySet()) {
                double value = entry.getValue().measure(pace.round());
                Rest.await();
                standings.add(entry.getKey(), value);
                System.err.printf("  %s %.4g", entry.getKey(), value);
            }
            System.err.println();
        }
        return standings;
    }

    /** Goes on until it grows no faster with all that its compilers have made of it. */
    private static void warmUp(Contestant contestant, Duration time) throws Exception {
        double best = 0;
        int standstills = 0;
        for (int burst = 0; burst < MAX_WARM_UP && standstills < STANDSTILLS; burst++) {
            double value = contestant.measure(time);
            Rest.await();
            standstills = value > best * 1.05 ? 0 : standstills + 1;
            best = Math.max(best, value);
        }
    }
}
