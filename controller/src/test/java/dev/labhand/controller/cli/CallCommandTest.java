package dev.labhand.controller.cli;

import static dev.labhand.controller.FakeAgent.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Invocation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallCommandTest extends CommandLineTest {

    @Test
    void callsEachAgentAndTellsTheValues() {
        one.on("add", call -> passed(5L));
        two.on("add", call -> passed(5L));

        assertThat(call("-b", "-w", both(), "add", "2", "3")).isZero();
        assertThat(out()).contains("\n5\n").endsWith("2 targets: 2 returned\n");
        assertThat(one.calls()).containsExactly(Invocation.of("add", 2L, 3L));
    }

    @Test
    void negativeNumbersAreArgumentsNotFlags() {
        one.on("add", call -> passed(-5L));

        assertThat(call("-w", one.url().toString(), "add", "-2", "-3")).isZero();
        assertThat(one.calls()).containsExactly(Invocation.of("add", -2L, -3L));
    }

    @Test
    void namedArgumentsMayHoldEqualsSigns() {
        one.on("exec", call -> passed(null));

        assertThat(call("--named", "-w", one.url().toString(), "exec", "command=dd if=x", "timeout=5"))
                .isZero();
        assertThat(one.calls())
                .containsExactly(new Invocation("exec", List.of(), Map.of("command", "dd if=x", "timeout", 5L)));
    }

    @Test
    void namedArgumentsWithoutANameOrTwiceAreUsageErrors() {
        assertThat(call("--named", "-w", "n1", "add", "5")).isEqualTo(2);
        assertThat(call("--named", "-w", "n1", "add", "=5")).isEqualTo(2);
        assertThat(call("--named", "-w", "n1", "add", "a=1", "a=2")).isEqualTo(2);
        assertThat(err()).hasLineCount(3).contains("NAME=VALUE, not '5'", "'a' is given twice");
    }

    @Test
    void anUnknownMethodFails() {
        assertThat(call("-w", one.url().toString(), "nope")).isEqualTo(5);
        assertThat(err()).isEqualTo("labhand: " + one.url() + ": failed: Method not found: nope\n");
        assertThat(out()).isEqualTo("1 target: 1 failed\n");
    }

    @Test
    void withoutAMethodItSaysWhatToDo() {
        assertThat(call("-w", "n1")).isEqualTo(2);
        assertThat(err()).isEqualTo("labhand: no method is given: labhand call -w NODES METHOD [ARG...]\n");
    }
}
