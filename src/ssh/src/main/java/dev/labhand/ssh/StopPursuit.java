package dev.labhand.ssh;

import dev.labhand.api.StopResult;
import dev.labhand.ssh.ScriptSession.Cause;
import dev.labhand.ssh.ScriptSession.Silent;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The course of a stop: TERM to all that the command started, KILL to what is left after the grace time, and a look at what is
 * left then. What runs under sudo is followed there, where the account may use it without a password.
 *
 * @param over whether the command is known to have ended, so that nothing found means that nothing is left
 */
record StopPursuit(Duration grace, BooleanSupplier over) {

    private static final Duration AFTER_KILL = Duration.ofSeconds(2);
    private static final Duration TO_APPEAR = Duration.ofSeconds(2);
    private static final long FIRST_PAUSE_MS = 4;
    private static final long LONGEST_PAUSE_MS = 200;

    /**
     * Blocks until nothing is left, or something will not go.
     *
     * @throws Silent if the target does not tell
     */
    StopResult perform(StopDialogue dialogue) throws Silent, InterruptedException {
        return perform(dialogue, true);
    }

    private StopResult perform(StopDialogue dialogue, boolean mayRise) throws Silent, InterruptedException {
        long begin = System.nanoTime();
        long killFrom = begin + MonotonicTime.nanos(grace);
        boolean everFound = false;
        boolean rise = mayRise;
        int empty = 0;
        long pause = FIRST_PAUSE_MS;
        for (String verb = "TERM"; ; ) {
            StopDialogue.Look look = dialogue.ask(verb);
            long now = System.nanoTime();
            if (look.why().equals("unknown") || look.why().equals("several")) {
                // One that just ended may not be gone from both countings yet.
                if (now - begin > TO_APPEAR.toNanos()) {
                    throw new Silent(
                            new Cause.Refused(),
                            "the server passes no LC_ variables on (AcceptEnv), and the command is not to be told from others");
                }
                Thread.sleep(LONGEST_PAUSE_MS);
                continue;
            }
            if (rise && !look.denied().isEmpty()) {
                rise = false;
                try (StopDialogue elevated = dialogue.elevated(look.denied())) {
                    elevated.begin();
                    return perform(elevated, false);
                } catch (Silent e) {
                    // No sudo, or not without a password: what is left is told as it is seen from here.
                    continue;
                }
            }
            if (look.alive().isEmpty()) {
                empty++;
                boolean certain = everFound || over.getAsBoolean();
                if (empty >= 2 && certain) {
                    return look.why().startsWith("loose ")
                            ? new StopResult.Unverifiable(
                                    "the server passes no LC_ variables on (AcceptEnv), and this may belong to the command: "
                                            + look.why().substring("loose ".length()))
                            : new StopResult.Verified(dialogue.quarry().containment());
                }
                if (!certain && now - begin > TO_APPEAR.toNanos()) {
                    throw new Silent(new Cause.Refused(), "nothing was found that carries the command's mark");
                }
            } else {
                everFound = true;
                empty = 0;
                if (now > killFrom + AFTER_KILL.toNanos()) {
                    return new StopResult.Survivors(
                            look.alive(), dialogue.quarry().containment());
                }
            }
            if (empty != 1 || !everFound) {
                Thread.sleep(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
            }
            verb = System.nanoTime() >= killFrom ? "KILL" : "TERM";
        }
    }
}
