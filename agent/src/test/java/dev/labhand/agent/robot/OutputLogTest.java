package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Log.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputLogTest {

    private final OutputLog log = new OutputLog();

    @ParameterizedTest
    @EnumSource(Level.class)
    void aMessageHasItsLevelAndTime(Level level) {
        long before = System.currentTimeMillis();
        log.write(level, "text");

        String line = log.end();
        assertThat(line).matches("\\*" + level + ":\\d{13}\\.\\d{3}\\* text\n");
        long time = Long.parseLong(line.substring(line.indexOf(':') + 1, line.indexOf('.')));
        assertThat(time).isBetween(before, System.currentTimeMillis());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*INFO* x", "*WARN:1700000000000* x", "*HTML:1.5* <b>", "*CONSOLE*", "*TRACE**DEBUG*"})
    void textThatLooksLikeALevelIsNone(String text) {
        log.info("first\n" + text + "\nlast");

        assertThat(log.end()).endsWith("* first\n " + text + "\nlast\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*FAIL* x", "a *INFO* x", "*info* x", "*INFO x", "* WARN *", "*INFO:x* y"})
    void otherStarsAreLeftAlone(String text) {
        log.info("first\n" + text);

        assertThat(log.end()).endsWith("* first\n" + text + "\n");
    }

    @Test
    void whatComesAfterTheEndIsDropped() {
        log.info("in time");
        log.end();
        log.info("too late");

        assertThat(log.end()).contains("in time").doesNotContain("too late");
    }

    @Test
    void tooMuchIsLeftOutAndCounted() {
        for (int i = 0; i < 100; i++) {
            log.info("x".repeat(100_000));
        }

        assertThat(log.end())
                .hasSizeLessThan(5_000_000)
                .contains("*WARN:")
                .endsWith("* 59 further messages are left out: those of one keyword may have 4194304 characters"
                        + " together.\n");
    }

    @Test
    void severalThreadsMayWrite() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int line = 0; line < 100; line++) {
                    log.info("line");
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(log.end().lines()).hasSize(800).allMatch(line -> line.matches("\\*INFO:\\d{13}\\.\\d{3}\\* line"));
    }
}
