package dev.labhand.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Outcome;
import dev.labhand.controller.report.ReportOptions.Fold;
import dev.labhand.controller.report.ReportOptions.Format;
import org.junit.jupiter.api.Test;

class GatheredReportTest extends ReportTest {

    private static final Outcome OK = new Outcome.Exited(0);

    @Test
    void equalOutputsAreToldOnceUnderAllTheirNodes() {
        begin(fold(Fold.STDOUT, false), "n1", "n2", "n3", "n4");
        stdout("n3", "same\n");
        stdout("n2", "other");
        stdout("n1", "sa");
        stdout("n1", "me\n");
        finishAll("n1", "n2", "n3", "n4");

        assertThat(out()).isEqualTo("""
                ---------------
                n[1,3] (2)
                ---------------
                same
                ---------------
                n2
                ---------------
                other
                4 targets: 4 exited 0
                """);
    }

    @Test
    void standardErrorStaysLive() {
        begin(fold(Fold.STDOUT, false), "n1");

        stderr("n1", "warning\n");

        assertThat(err()).isEqualTo("n1: warning\n");
    }

    @Test
    void bothStreamsFoldTogether() {
        begin(fold(Fold.BOTH, false), "n1", "n2");
        stdout("n1", "a\n");
        stderr("n1", "b\n");
        stderr("n2", "a\nb\n");
        finishAll("n1", "n2");

        assertThat(out()).startsWith("---------------\nn[1-2] (2)\n---------------\na\nb\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void failuresFoldToo() {
        begin(fold(Fold.STDOUT, false), "n1", "n2", "n3");
        finished("n2", new Outcome.Exited(2));
        finished("n1", new Outcome.Exited(2));
        finished("n3", new Outcome.Unreachable("connection refused"));
        end();

        assertThat(err()).isEqualTo("labhand: n[1-2] (2): exited 2\nlabhand: n3: unreachable: connection refused\n");
    }

    @Test
    void inOrderMeansTheNodesOrderWhoeverWasFirst() {
        begin(new ReportOptions(Format.TEXT, Fold.NOTHING, true, Labels.SHOWN, false), "b", "a");
        stdout("a", "1\n2");
        stdout("b", "3\n");
        finishAll("a", "b");

        assertThat(out()).isEqualTo("b: 3\na: 1\na: 2\n2 targets: 2 exited 0\n");
    }

    @Test
    void valuesFoldLikeOutput() {
        begin(fold(Fold.STDOUT, false), "n1", "n2");
        finished("n1", new Outcome.Returned(5L));
        finished("n2", new Outcome.Returned(5L));
        end();

        assertThat(out()).isEqualTo("---------------\nn[1-2] (2)\n---------------\n5\n2 targets: 2 returned\n");
    }

    @Test
    void largeOutputsAreComparedInFull() {
        begin(fold(Fold.STDOUT, false), "n1", "n2", "n3");
        String large = "0123456789abcdef\n".repeat(20_000);
        stdout("n1", large);
        for (int i = 0; i < large.length(); i += 1000) {
            stdout("n2", large.substring(i, Math.min(large.length(), i + 1000)));
        }
        stdout("n3", large.substring(0, large.length() - 2) + "!\n");
        finishAll("n1", "n2", "n3");

        assertThat(out())
                .startsWith("---------------\nn[1-2] (2)\n---------------\n" + large + "---------------\nn3\n");
    }

    @Test
    void lineByLineEachLineIsToldAsSoonAsEveryNodeHasIt() {
        begin(fold(Fold.STDOUT, true), "n1", "n2", "n3");
        stdout("n1", "a\nb\n");
        stdout("n2", "a\n");
        assertThat(out()).isEmpty();
        stdout("n3", "a\nc\n");
        assertThat(out()).isEqualTo("n[1-3]: a\n");
        finished("n2", OK);
        assertThat(out()).isEqualTo("n[1-3]: a\nn1: b\nn3: c\n");
        stdout("n3", "rest");
        finished("n1", OK);
        finished("n3", OK);
        end();

        assertThat(out()).isEqualTo("n[1-3]: a\nn1: b\nn3: c\nn3: rest\n3 targets: 3 exited 0\n");
    }

    @Test
    void lineByLineANodeFarAheadIsHeldBack() {
        begin(fold(Fold.STDOUT, true), "n1", "n2");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append("line ").append(i).append('\n');
        }
        stdout("n1", lines.toString());
        for (int i = 0; i < lines.length(); i += 777) {
            stdout("n2", lines.substring(i, Math.min(lines.length(), i + 777)));
        }
        finishAll("n1", "n2");

        assertThat(out()).isEqualTo(lines.toString().replaceAll("(?m)^(?=l)", "n[1-2]: ") + "2 targets: 2 exited 0\n");
    }

    @Test
    void longLinesFoldAndStayWhole() {
        String longLine = "0123456789".repeat(20_000);
        begin(fold(Fold.STDOUT, true), "n1", "n2", "n3");
        stdout("n1", "a\n" + longLine + "\n");
        stdout("n2", "a\n" + longLine + "!\n");
        stdout("n3", "a\n" + longLine + "\nb");
        finishAll("n1", "n2", "n3");

        assertThat(out())
                .isEqualTo(
                        "n[1-3]: a\nn[1,3]: " + longLine + "\nn2: " + longLine + "!\nn3: b\n3 targets: 3 exited 0\n");
    }

    @Test
    void longLinesAreToldWholeInTheNodesOrder() {
        String longLine = "0123456789".repeat(20_000);
        begin(new ReportOptions(Format.TEXT, Fold.NOTHING, true, Labels.SHOWN, false), "n1");
        stdout("n1", longLine + "\n" + longLine);
        finishAll("n1");

        assertThat(out()).isEqualTo("n1: " + longLine + "\nn1: " + longLine + "\n1 target: 1 exited 0\n");
    }

    private static ReportOptions fold(Fold fold, boolean inOrder) {
        return new ReportOptions(Format.TEXT, fold, inOrder, Labels.SHOWN, false);
    }

    private void finishAll(String... names) {
        for (String name : names) {
            finished(name, OK);
        }
        end();
    }
}
