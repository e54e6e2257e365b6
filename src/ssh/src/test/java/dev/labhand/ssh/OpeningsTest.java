package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom servers keep waiting for a session. */
class OpeningsTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private Duration now = Duration.ofSeconds(-3);
    private final Timers timers = new Timers();
    private final Openings openings = new Openings(timers, () -> now.toNanos());
    private final List<String> told = new ArrayList<>();

    /** One who waits. */
    private record Tenant(String name) implements ConnectionPool.Tenant {
        @Override
        public void admit(Connection connection) {}

        @Override
        public void refuse(Outcome why) {}
    }

    private record Timer(Duration delay, Runnable task) {}

    /** Timers that go off when the test says so. */
    private static final class Timers extends ScheduledThreadPoolExecutor {
        final Deque<Timer> set = new ArrayDeque<>();

        Timers() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            set.add(new Timer(Duration.of(delay, unit.toChronoUnit()), task));
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }
    }

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    private Tenant ask(String name) {
        Tenant tenant = new Tenant(name);
        openings.asked(tenant, () -> told.add(name));
        return tenant;
    }

    /** Lets time pass until the one timer that is set goes off. */
    private void nextTimer() {
        assertThat(timers.set).hasSize(1);
        Timer timer = timers.set.remove();
        now = now.plus(timer.delay());
        timer.task().run();
    }

    @Test
    void oneTimerServesAllThatComeAndGo() {
        for (int i = 0; i < 1000; i++) {
            openings.over(ask("short" + i));
            now = now.plus(MOMENT);
        }
        assertThat(timers.set).hasSize(1);
        nextTimer();
        assertThat(told).isEmpty();
        assertThat(timers.set).as("nobody waits").isEmpty();

        ask("late");
        nextTimer();
        assertThat(told).containsExactly("late");
    }

    @Test
    void everyoneHasTheWholeTimeAndIsToldOfOnce() {
        ask("first");
        ask("second");
        now = now.plusSeconds(3);
        Tenant third = ask("third");
        Tenant fourth = ask("fourth");
        timers.set.forEach(timer -> assertThat(timer.delay()).isEqualTo(Openings.SLOW));
        now = now.minusSeconds(3);
        nextTimer();
        assertThat(told).containsExactly("first", "second");

        openings.over(third);
        assertThat(timers.set.getFirst().delay()).isEqualTo(Duration.ofSeconds(3));
        nextTimer();
        assertThat(told).containsExactly("first", "second", "fourth");
        assertThat(timers.set).isEmpty();

        openings.over(fourth);
        ask("first");
        nextTimer();
        assertThat(told).containsExactly("first", "second", "fourth", "first");
    }

    @Test
    void whoAsksAgainWaitsAnew() {
        Tenant again = ask("again");
        now = now.plusSeconds(4);
        openings.over(again);
        openings.asked(again, () -> told.add("again"));
        now = now.minusSeconds(4);
        nextTimer();
        assertThat(told).isEmpty();
        assertThat(timers.set.getFirst().delay()).isEqualTo(Duration.ofSeconds(4));
        nextTimer();
        assertThat(told).containsExactly("again");
    }
}
