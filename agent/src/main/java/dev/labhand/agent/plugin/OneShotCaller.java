package dev.labhand.agent.plugin;

import dev.labhand.agent.plugin.OneShot.End;
import dev.labhand.agent.plugin.PluginJson.Malformed;
import dev.labhand.api.InvocationResult;
import dev.labhand.ssh.embedded.ChildProcess.Exit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code FILE --call NAME} for each call: the arguments on standard input, the answer in the last line of standard output,
 * where earlier lines are log.
 */
final class OneShotCaller implements Caller {

    private final PluginCommand command;
    private final OneShot oneShot;

    OneShotCaller(PluginCommand command, OneShot oneShot) {
        this.command = command;
        this.oneShot = oneShot;
    }

    /** Holds one line back: the last one is the answer. */
    private static final class LastLine implements OneShot.Output {

        private final PluginLog log;
        private @Nullable String last;

        LastLine(PluginLog log) {
            this.log = log;
        }

        @Override
        public synchronized void line(String line) {
            if (line.isBlank()) {
                return;
            }
            if (last != null) {
                log.stdout(last);
            }
            last = line;
        }

        synchronized @Nullable String get() {
            return last;
        }
    }

    @Override
    public InvocationResult run(Call call) {
        PluginLog log = new PluginLog(call.log());
        LastLine output = new LastLine(log);
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("args", call.args());
        arguments.put("kwargs", call.kwargs());
        byte[] stdin = PluginJson.line(arguments);
        End end = oneShot.run(command, command.with("--call", call.keyword()), stdin, call.timeout(), output, log);
        InvocationResult result = switch (end) {
            case End.Exited(Exit exit) -> answer(exit, output.get(), log);
            case End.Stopped(String why) -> Answer.broken(command, why, log.tail());
            case End.Cancelled() -> Answer.broken(command, "was ended because the call was cancelled", "");
        };
        log.end();
        return result;
    }

    private InvocationResult answer(Exit exit, @Nullable String line, PluginLog log) {
        if (line == null) {
            return Answer.broken(command, OneShot.how(exit) + " without an answer", log.tail());
        }
        try {
            return Answer.read(line);
        } catch (Malformed e) {
            // No answer, so it is a line of log as those before it.
            log.stdout(line);
            return Answer.broken(
                    command,
                    OneShot.how(exit) + ", and the last line of its output is no answer: " + e.getMessage(),
                    log.tail());
        }
    }

    @Override
    public void retire() {}
}
