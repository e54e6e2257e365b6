package dev.labhand.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.access.Access;
import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.access.Caller;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.rpc.LiveInvocation.Line;
import dev.labhand.agent.rpc.LiveInvocation.News;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import dev.labhand.api.Log;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveInvocationTest {

    private static final Caller CALLER = new Caller("10.0.0.9", Optional.of("ann"));

    private final LiveInvocations invocations = new LiveInvocations();
    private final RecordingLog result = new RecordingLog();
    private final LiveInvocation invocation = invocations.begin(CALLER, "flash", result);

    private static final class RecordingLog implements Log {

        private final List<Instant> times = new ArrayList<>();
        private final List<String> messages = new ArrayList<>();

        @Override
        public void write(Level level, String message) {
            throw new AssertionError("without its time: " + message);
        }

        @Override
        public void write(Level level, Instant time, String message) {
            times.add(time);
            messages.add(level + " " + message);
        }
    }

    private static News seen(LiveInvocation invocation, long seen) throws InterruptedException {
        return invocation.after(seen, Duration.ZERO);
    }

    @Test
    void theLogOfTheResultHasTheSameLinesAndTimes() throws Exception {
        invocation.info("one");
        invocation.write(Log.Level.WARN, Instant.EPOCH, "two");

        List<Line> lines = seen(invocation, 0).lines();
        assertThat(lines).extracting(Line::number).containsExactly(1L, 2L);
        assertThat(lines)
                .extracting(line -> line.level() + " " + line.message())
                .isEqualTo(result.messages);
        assertThat(lines).extracting(Line::time).isEqualTo(result.times);
        assertThat(result.times).last().isEqualTo(Instant.EPOCH);
    }

    @Test
    void whoHasSeenSomeGetsTheRest() throws Exception {
        invocation.info("one");
        invocation.info("two");
        invocation.info("three");

        assertThat(seen(invocation, 1).lines()).extracting(Line::message).containsExactly("two", "three");
        assertThat(seen(invocation, 3).lines()).isEmpty();
        assertThat(seen(invocation, 99).lines()).isEmpty();
    }

    @Test
    void whoWaitsIsWokenByALineAndByTheEnd() throws Exception {
        FutureTask<News> line = new FutureTask<>(() -> invocation.after(0, Duration.ofHours(1)));
        Thread.ofVirtual().start(line);
        invocation.info("one");
        assertThat(line.get().lines()).extracting(Line::message).containsExactly("one");
        assertThat(line.get().end()).isEmpty();

        FutureTask<News> end = new FutureTask<>(() -> invocation.after(1, Duration.ofHours(1)));
        Thread.ofVirtual().start(end);
        invocations.end(invocation, InvocationResult.failed(Failure.internal("x")));
        assertThat(end.get().lines()).isEmpty();
        assertThat(end.get().end()).hasValueSatisfying(ended -> {
            assertThat(ended.number()).isEqualTo(2);
            assertThat(ended.failure()).contains(Failure.internal("x"));
        });
    }

    @Test
    void whatIsWrittenAfterTheEndIsDropped() throws Exception {
        invocations.end(invocation, InvocationResult.passed(null));
        invocation.info("late");

        assertThat(seen(invocation, 0).lines()).isEmpty();
        assertThat(result.messages).isEmpty();
    }

    @Test
    void theOldestLinesGoWhenThereAreTooMany() throws Exception {
        for (int i = 1; i <= LiveInvocation.MAX_LINES + 5; i++) {
            invocation.info("line " + i);
        }
        List<Line> lines = seen(invocation, 0).lines();
        assertThat(lines).hasSize(LiveInvocation.MAX_LINES);
        assertThat(lines.getFirst()).extracting(Line::number, Line::message).containsExactly(6L, "line 6");
        assertThat(result.messages).hasSize(LiveInvocation.MAX_LINES + 5);
    }

    @Test
    void longMessagesAreCutAndTakeNoMoreThanTheirRoom() throws Exception {
        for (int i = 0; i < 100; i++) {
            invocation.info("x".repeat(1 << 20));
        }
        assertThat(invocation.length()).isBetween(1, LiveInvocation.MAX_LENGTH);
        assertThat(seen(invocation, 0).lines())
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(line.message()).endsWith("x …").hasSizeLessThan(LiveInvocation.MAX_MESSAGE + 5));
    }

    @Test
    void theOldestOfThoseThatEndedAreForgotten() {
        invocations.end(invocation, InvocationResult.passed(null));
        LiveInvocation running = invocations.begin(CALLER, "long", Log.NONE);
        for (int i = 0; i < LiveInvocations.MAX_ENDED - 1; i++) {
            invocations.end(invocations.begin(CALLER, "short", Log.NONE), InvocationResult.passed(null));
        }
        assertThat(invocations.find(invocation.id())).contains(invocation);

        invocations.end(invocations.begin(CALLER, "short", Log.NONE), InvocationResult.passed(null));

        assertThat(invocations.find(invocation.id())).isEmpty();
        assertThat(invocations.find(running.id())).contains(running);
        assertThat(invocations.running()).containsExactly(running);
    }

    @Test
    void thoseThatEndedTakeNoMoreThanTheirRoom() {
        int many = 2 * LiveInvocations.MAX_ENDED_LENGTH / LiveInvocation.MAX_LENGTH;
        for (int i = 0; i < many; i++) {
            LiveInvocation loud = invocations.begin(CALLER, "loud", Log.NONE);
            for (int j = 0; j < 8; j++) {
                loud.info("x".repeat(LiveInvocation.MAX_LENGTH / 8));
            }
            invocations.end(loud, InvocationResult.passed(null));
            assertThat(invocations.find(loud.id())).isPresent();
        }
        assertThat(invocations.find(invocation.id())).as("one that runs").isPresent();
    }

    /** Keywords that look at what runs while they do. */
    static final class Looking {

        private final Dispatcher dispatcher;
        private List<String> running = List.of();

        Looking(Dispatcher dispatcher) {
            this.dispatcher = dispatcher;
        }

        @Keyword(value = "look", doc = "Looks.", returns = "nothing")
        public void look() {
            running = dispatcher.invocations().running().stream()
                    .map(LiveInvocation::keyword)
                    .toList();
        }

        @Keyword(value = "look_quickly", doc = "Looks.", returns = "nothing", blocking = false)
        public void lookQuickly() {
            look();
        }
    }

    @Test
    void onlyKeywordsThatMayTakeTheirTimeAreShown() throws IOException {
        Dispatcher dispatcher = new Dispatcher(Access.of(AccessSettings.open()));
        Looking looking = new Looking(dispatcher);
        KeywordRegistry registry = new KeywordRegistry();
        registry.register(looking);
        Face face = Face.xmlRpc(registry, dispatcher);

        dispatcher.dispatch(CALLER, face, Invocation.of("look"));
        assertThat(looking.running).containsExactly("look");

        dispatcher.dispatch(
                CALLER,
                face,
                Invocation.of("system.multicall", List.of(Map.of("methodName", "look", "params", List.of()))));
        assertThat(looking.running).as("not the call that makes calls").containsExactly("look");

        dispatcher.dispatch(CALLER, face, Invocation.of("look_quickly"));
        assertThat(looking.running).isEmpty();
        assertThat(dispatcher.invocations().running()).isEmpty();
    }
}
