package dev.labhand.agent.plugin;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A process and all that it started. Linux's {@code /proc} shows them by what no double fork changes, the cookie in their
 * environment, and by descent and session, for those that changed their environment. Elsewhere only descent is known.
 */
final class ProcessTree {

    /** In the environment of every process of the tree. */
    static final String COOKIE_VARIABLE = "LABHAND_PLUGIN";

    private static final Path PROC = Path.of("/proc");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration KILL_TAKES = Duration.ofSeconds(2);

    private final ProcessHandle leader;
    private final byte[] mark;
    /** All that were ever seen to belong to it. */
    private final Set<ProcessHandle> known = new HashSet<>();

    /** What {@code /proc/PID/stat} tells. */
    private record Status(long pid, String name, char state, long parent, long session) {}

    /** The tree of a process whose number is not free yet. */
    ProcessTree(long leader, String cookie) {
        this.leader = ProcessHandle.of(leader).orElseThrow();
        this.mark = (COOKIE_VARIABLE + "=" + cookie).getBytes(StandardCharsets.UTF_8);
        known.add(this.leader);
    }

    /**
     * Ends all of them: TERM, once to each, and after the grace time KILL, until two looks in a row find none alive.
     *
     * @return those that live on all the same, each as {@code PID NAME}
     */
    synchronized List<String> end(Duration grace) {
        boolean interrupted = Thread.interrupted();
        long begin = System.nanoTime();
        Set<ProcessHandle> asked = new HashSet<>();
        boolean noneBefore = false;
        while (true) {
            Map<ProcessHandle, String> alive = look();
            if (alive.isEmpty() && noneBefore) {
                break;
            }
            noneBefore = alive.isEmpty();
            long elapsed = System.nanoTime() - begin;
            if (elapsed > grace.plus(KILL_TAKES).toNanos()) {
                restore(interrupted);
                return alive.entrySet().stream()
                        .map(e -> e.getKey().pid() + " " + e.getValue())
                        .toList();
            }
            boolean kill = elapsed >= grace.toNanos();
            for (ProcessHandle each : alive.keySet()) {
                if (kill) {
                    each.destroyForcibly();
                } else if (asked.add(each)) {
                    each.destroy();
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            interrupted |= Thread.interrupted();
        }
        restore(interrupted);
        return List.of();
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those alive, with their names. */
    private Map<ProcessHandle, String> look() {
        if (!Files.isReadable(PROC.resolve("self/stat"))) {
            return byDescent();
        }
        List<Status> all = statuses();
        // The number of a session is taken while it has members, unless it is its leader's that is gone.
        boolean ownSession = leader.isAlive() || !Files.exists(PROC.resolve(String.valueOf(leader.pid())));
        Set<Long> members = new HashSet<>();
        for (Status each : all) {
            if ((ownSession && each.session() == leader.pid()) || isKnown(each.pid()) || isMarked(each.pid())) {
                members.add(each.pid());
            }
        }
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Status each : all) {
                boolean ours = members.contains(each.parent()) || members.contains(each.session());
                grew |= ours && members.add(each.pid());
            }
        }
        members.remove(ProcessHandle.current().pid());
        Map<ProcessHandle, String> alive = new HashMap<>();
        for (Status each : all) {
            if (members.contains(each.pid()) && each.state() != 'Z' && each.state() != 'X') {
                ProcessHandle.of(each.pid()).ifPresent(handle -> alive.put(handle, each.name()));
            }
        }
        known.addAll(alive.keySet());
        return alive;
    }

    private Map<ProcessHandle, String> byDescent() {
        List.copyOf(known).forEach(each -> each.descendants().forEach(known::add));
        Map<ProcessHandle, String> alive = new HashMap<>();
        for (ProcessHandle each : known) {
            if (each.isAlive()) {
                alive.put(each, each.info().command().orElse("?"));
            }
        }
        return alive;
    }

    private boolean isKnown(long pid) {
        return ProcessHandle.of(pid).filter(known::contains).isPresent();
    }

    private boolean isMarked(long pid) {
        try {
            byte[] environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
            return contains(environment, mark);
        } catch (IOException e) {
            // Another account's, or gone.
            return false;
        }
    }

    private static boolean contains(byte[] environment, byte[] variable) {
        for (int i = 0; i + variable.length <= environment.length; i++) {
            boolean begins = i == 0 || environment[i - 1] == 0;
            int j = 0;
            while (begins && j < variable.length && environment[i + j] == variable[j]) {
                j++;
            }
            if (j == variable.length) {
                return true;
            }
        }
        return false;
    }

    private static List<Status> statuses() {
        String[] entries = new File("/proc").list();
        List<Status> all = new ArrayList<>();
        Stream.of(entries == null ? new String[0] : entries)
                .filter(name -> Character.isDigit(name.charAt(0)))
                .forEach(name -> status(name).ifPresent(all::add));
        return all;
    }

    /** proc(5): {@code PID (NAME) STATE PPID PGRP SESSION …}, where the name may hold anything. */
    private static Optional<Status> status(String pid) {
        try {
            String text = Files.readString(PROC.resolve(pid).resolve("stat"), StandardCharsets.ISO_8859_1);
            int open = text.indexOf('(');
            int close = text.lastIndexOf(')');
            String[] rest = text.substring(close + 2).split(" ", -1);
            return Optional.of(new Status(
                    Long.parseLong(pid),
                    text.substring(open + 1, close),
                    rest[0].charAt(0),
                    Long.parseLong(rest[1]),
                    Long.parseLong(rest[3])));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            // Gone meanwhile.
            return Optional.empty();
        }
    }
}
