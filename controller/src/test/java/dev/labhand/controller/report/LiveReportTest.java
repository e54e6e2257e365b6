package dev.labhand.controller.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.Failure;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.controller.run.TargetResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveReportTest extends ReportTest {

    private static final Outcome OK = new Outcome.Exited(0);

    @Test
    void linesComeAtOnceEachWithItsNode() {
        begin(ReportOptions.DEFAULTS, "a", "b");

        stdout("a", "one\n");
        assertThat(out()).isEqualTo("a: one\n");
        stdout("b", "two\nthree\n");
        assertThat(out()).isEqualTo("a: one\nb: two\nb: three\n");
    }

    @Test
    void nothingIsMixedWithinALine() {
        begin(ReportOptions.DEFAULTS, "a", "b");

        stdout("a", "par");
        stdout("b", "whole\n");
        stdout("a", "tial\n");

        assertThat(out()).isEqualTo("b: whole\na: partial\n");
    }

    @Test
    void aLastLineWithoutLineFeedIsToldAtTheEnd() {
        begin(ReportOptions.DEFAULTS, "a", "b");

        stdout("a", "no line feed");
        stderr("a", "none here");
        finished("a", OK);

        assertThat(out()).isEqualTo("a: no line feed\n");
        assertThat(err()).isEqualTo("a: none here\n");
    }

    @Test
    void lettersCutInTheMiddleCarriageReturnsAndAnyBytesStayWhole() {
        byte[] letter = "é\r\n".getBytes(StandardCharsets.UTF_8);
        begin(ReportOptions.DEFAULTS, "a");

        stdout("a", new byte[] {letter[0]});
        stdout("a", new byte[] {letter[1], letter[2], letter[3], (byte) 0xff, 0, '\n'});

        assertThat(out.toByteArray())
                .isEqualTo("a: é\r\na: \u00ff\0\n".replace("é", "Ã©").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aLineStaysOneLineHoweverLongItIs() {
        String piece = "0123456789".repeat(1000);
        begin(ReportOptions.DEFAULTS, "a", "b");

        for (int i = 0; i < 300; i++) {
            stdout("a", piece);
            stdout("b", "short\n");
        }
        stdout("a", "\nnext\n" + piece.repeat(7) + "\n");
        finished("a", OK);

        assertThat(out())
                .isEqualTo("b: short\n".repeat(300) + "a: " + piece.repeat(300) + "\na: next\na: " + piece.repeat(7)
                        + "\n");
    }

    @Test
    void emptyLinesAreLines() {
        begin(ReportOptions.DEFAULTS, "a");

        stdout("a", "\n\nx\n");

        assertThat(out()).isEqualTo("a: \na: \na: x\n");
    }

    @Test
    void withoutLabelsThereIsOnlyText() {
        begin(
                new ReportOptions(ReportOptions.Format.TEXT, ReportOptions.Fold.NOTHING, false, Labels.HIDDEN, false),
                "a");

        stdout("a", "one\n");

        assertThat(out()).isEqualTo("one\n");
    }

    @Test
    void whatKeywordsReturnIsToldAsText() {
        begin(ReportOptions.DEFAULTS, "a", "b", "c", "d");

        finished("a", new Outcome.Returned("two\nlines"));
        finished("b", new Outcome.Returned(Map.of("x", List.of(1L, 2.5, true))));
        finished("c", new Outcome.Returned(null));
        finished("d", new Outcome.Returned(new byte[] {1}));

        assertThat(out()).isEqualTo("a: two\na: lines\nb: {\"x\":[1,2.5,true]}\nc: null\nd: \"AQ==\"\n");
    }

    @Test
    void failuresAreToldAsTheyHappenAndWhatWasNotRunOnceAtTheEnd() {
        begin(ReportOptions.DEFAULTS, "n1", "n2", "n3", "n4", "n5");

        finished("n1", OK);
        finished("n2", new Outcome.Exited(3));
        finished("n3", new Outcome.Failed(new Failure(-32000, "it\n  broke", null)));
        assertThat(err()).isEqualTo("labhand: n2: exited 3\nlabhand: n3: failed: it broke\n");
        finished("n4", new Outcome.NotRun("stopped after the first failure, on n2"));
        finished("n5", new Outcome.NotRun("stopped after the first failure, on n2"));
        end();

        assertThat(err()).endsWith("labhand: n[4-5] (2): not_run: stopped after the first failure, on n2\n");
        assertThat(out()).isEqualTo("5 targets: 1 exited 0, 1 exited 3, 1 failed, 2 not_run\n");
    }

    @Test
    void whatOutlivedAStopIsNamed() {
        begin(ReportOptions.DEFAULTS, "n1", "n2");
        Outcome timedOut = new Outcome.TimedOut(Outcome.TimedOut.Limit.MAX);

        finished(new TargetResult(
                node("n1"), timedOut, Optional.of(new StopResult.Survivors(List.of("12 sleep"))), Duration.ZERO));
        finished(new TargetResult(
                node("n2"), timedOut, Optional.of(new StopResult.Unverifiable("no ps")), Duration.ZERO));

        assertThat(err()).isEqualTo("""
                        labhand: n1: timed_out: max; still running there: 12 sleep
                        labhand: n2: timed_out: max; whether all of it has ended could not be checked: no ps
                        """);
    }

    @Test
    void quietLeavesTheLinesAboutFailuresOutButNotTheCount() {
        begin(new ReportOptions(ReportOptions.Format.TEXT, ReportOptions.Fold.NOTHING, false, Labels.SHOWN, true), "a");

        finished("a", new Outcome.Exited(1));
        end();

        assertThat(err()).isEmpty();
        assertThat(out()).isEqualTo("1 target: 1 exited 1\n");
    }

    @Test
    void progressStepsAsideForOutput() {
        Console console = new Console(out, out, true, _ -> {});
        begin(ReportOptions.DEFAULTS.listeners(console), "a", "b");

        started("a");
        stdout("a", "text\n");
        finished("a", OK);
        finished("b", OK);
        end();

        assertThat(out())
                .startsWith("0/2 done, 1 running\r\u001b[Ka: text\n")
                .endsWith("\r\u001b[K2 targets: 2 exited 0\n");
    }

    @Test
    void whoCannotBeWrittenToIsNoticed() {
        AtomicInteger broken = new AtomicInteger();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        begin(ReportOptions.DEFAULTS.listeners(new Console(closed, err, false, _ -> broken.incrementAndGet())), "a");

        assertThatThrownBy(() -> stdout("a", "x\n"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("the output cannot be written: Broken pipe");
        assertThat(broken).hasValue(1);
    }
}
