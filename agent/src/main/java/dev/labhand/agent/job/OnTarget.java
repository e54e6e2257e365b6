package dev.labhand.agent.job;

import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.ssh.DetachedJob;
import dev.labhand.ssh.SshCommands;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The output of a detached job that is still on its target. */
record OnTarget(Target target, DetachedJob job) {

    private static final Logger LOG = LoggerFactory.getLogger(OnTarget.class);

    /** What a finished job has left there, if it may have run. */
    static Optional<OnTarget> of(Job finished) {
        boolean mayHaveRun = switch (finished.outcome()) {
            case Outcome.Unreachable _, Outcome.AuthFailed _, Outcome.HostKeyRejected _, Outcome.Rejected _ -> false;
            default -> true;
        };
        var request = finished.request();
        return mayHaveRun && request.options().detached()
                ? Optional.of(new OnTarget(
                        request.target(),
                        DetachedJob.fresh(finished.id().value(), request.command(), request.options())))
                : Optional.empty();
    }

    /** Removes it. A target that cannot be reached now does so itself, when its time for that has come. */
    void remove(SshCommands ssh, TargetBook targets) {
        try {
            ssh.removeOutput(targets.find(target), job).ifPresent(this::stays);
        } catch (IOException failure) {
            stays(String.valueOf(failure.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stays(String why) {
        LOG.info("The output of job {} stays on its target: {}", job.id(), why);
    }
}
