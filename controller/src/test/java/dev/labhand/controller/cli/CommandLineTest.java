package dev.labhand.controller.cli;

import dev.labhand.controller.FakeAgent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import picocli.CommandLine;

/** Command lines against agents of the test. */
abstract class CommandLineTest {

    final FakeAgent one = new FakeAgent();
    final FakeAgent two = new FakeAgent();
    final Map<String, String> environment = new HashMap<>();
    BiFunction<Runnable, Runnable, Signals> signals = (stop, abandon) -> Signals.none();
    /** Where standard output goes, if not to {@link #out}. */
    @Nullable
    OutputStream outElsewhere;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(new byte[0]);
    boolean inTerminal = true;

    @AfterEach
    void stopAgents() {
        one.close();
        two.close();
    }

    int exec(String... words) {
        return execute(new ExecCommand(surroundings()), words);
    }

    int call(String... words) {
        return execute(new CallCommand(surroundings()), words);
    }

    int keywords(String... words) {
        return execute(new KeywordsCommand(surroundings()), words);
    }

    int put(String... words) {
        return execute(false, new PutCommand(surroundings()), words);
    }

    int get(String... words) {
        return execute(false, new GetCommand(surroundings()), words);
    }

    /** One of the commands on jobs, of which options may also stand behind the job. */
    int jobs(Function<Surroundings, Object> command, String... words) {
        return execute(false, command.apply(surroundings()), words);
    }

    private static int execute(Object command, String... words) {
        return execute(true, command, words);
    }

    private static int execute(boolean stopAtPositional, Object command, String... words) {
        return new CommandLine(command)
                .setStopAtPositional(stopAtPositional)
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .execute(words);
    }

    private Surroundings surroundings() {
        return new Surroundings(
                in,
                inTerminal,
                outElsewhere == null ? out : outElsewhere,
                err,
                false,
                environment,
                settings -> {
                    settings.identities().forEach(key -> {
                        throw new IllegalArgumentException("identity " + key + " cannot be read");
                    });
                    throw new AssertionError("no SSH host is in this run");
                },
                signals);
    }

    /** Both agents. */
    String both() {
        return one.url() + "," + two.url();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
