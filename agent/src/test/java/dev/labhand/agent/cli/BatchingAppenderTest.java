package dev.labhand.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchingAppenderTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("dev.labhand.Sample");

    BatchingAppenderTest() {
        context.start();
        BatchingAppender appender = new BatchingAppender(out);
        appender.setContext(context);
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void stoppingWritesEveryLineInOrder() {
        int count = 50_000;
        IntStream.range(0, count).forEach(i -> logger.info("line {}", i));
        context.stop();

        assertThat(lines()).hasSize(count);
        assertThat(lines().getFirst())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO Sample: line 0");
        assertThat(lines()).element(count - 1).asString().endsWith(": line " + (count - 1));
    }

    @Test
    void anExceptionIsWrittenBelowItsLine() {
        logger.warn("it broke", new IllegalStateException("why"));
        context.stop();

        assertThat(lines().getFirst()).endsWith("WARN Sample: it broke");
        assertThat(lines().get(1)).isEqualTo("java.lang.IllegalStateException: why");
        assertThat(lines().get(2)).contains("at dev.labhand.agent.cli.BatchingAppenderTest");
    }
}
