package dev.labhand.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.labhand.agent.access.Access;
import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.access.Caller;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.SampleLibrary;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CallLogTest {

    private static final Caller CALLER = new Caller("10.0.0.9", Optional.of("ann"));

    private final Logger logger = (Logger) LoggerFactory.getLogger("call");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private List<String> logged() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aCallIsOneLineWithoutItsArguments() throws IOException {
        KeywordRegistry registry = new KeywordRegistry();
        registry.register(new SampleLibrary());
        Dispatcher dispatcher = new Dispatcher(Access.of(AccessSettings.open()));
        Face face = Face.xmlRpc(registry, dispatcher);

        dispatcher.dispatch(CALLER, face, Invocation.of("string", "p4ssword"));
        dispatcher.dispatch(CALLER, face, Invocation.of("string", 1L));
        dispatcher.dispatch(CALLER, face, Invocation.of("forged\n10.0.0.9 string 1 ms passed"));

        assertThat(logged()).hasSize(3).noneMatch(line -> line.contains("p4ssword"));
        assertThat(logged().get(0)).matches("ann@10\\.0\\.0\\.9 string \\d+\\.\\d{3} ms passed");
        assertThat(logged().get(1)).matches("ann@10\\.0\\.0\\.9 string \\d+\\.\\d{3} ms failed -32602");
        assertThat(logged().get(2)).matches("ann@10\\.0\\.0\\.9 forged\\?10.* ms failed -32601");
    }

    @Test
    void timesAreInMillisecondsWithThreeDigits() {
        CallLog.ended(CALLER, "a", 0, InvocationResult.passed(null));
        CallLog.ended(CALLER, "b", 1_042_999, InvocationResult.passed(null));
        CallLog.ended(CALLER, "c", 61_000_000_000L, InvocationResult.passed(null));

        assertThat(logged())
                .containsExactly(
                        "ann@10.0.0.9 a 0.000 ms passed",
                        "ann@10.0.0.9 b 1.042 ms passed",
                        "ann@10.0.0.9 c 61000.000 ms passed");
    }

    @Test
    void whatIsNoCallIsLoggedToo() {
        CallLog.unreadable(CALLER, Failure.malformed("x"));

        assertThat(logged()).containsExactly("ann@10.0.0.9 - 0.000 ms failed -32700");
    }
}
