package dev.labhand.ssh.embedded;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The signals that SSH knows by name (RFC 4254 section 6.10), with the numbers they have on Linux, which are the same on
 * x86, ARM, RISC-V, POWER and Z.
 */
public enum SshSignal {
    HUP(1),
    INT(2),
    QUIT(3),
    ILL(4),
    ABRT(6),
    FPE(8),
    KILL(9),
    USR1(10),
    SEGV(11),
    USR2(12),
    PIPE(13),
    ALRM(14),
    TERM(15);

    /** Others that a process may die of. The RFC wants a domain after names that are not its own. */
    private static final Map<Integer, String> OTHERS = Map.of(
            5, "TRAP", 7, "BUS", 16, "STKFLT", 24, "XCPU", 25, "XFSZ", 26, "VTALRM", 27, "PROF", 29, "IO", 30, "PWR",
            31, "SYS");

    final int number;

    SshSignal(int number) {
        this.number = number;
    }

    /** The signal of that name (without SIG), if it is one that may be asked for. */
    static Optional<SshSignal> named(String name) {
        return Arrays.stream(values()).filter(s -> s.name().equals(name)).findFirst();
    }

    /** What to call the signal that ended a process: {@code TERM}, or {@code BUS@labhand.dev} where the RFC has no name. */
    static String nameOf(int number) {
        return Arrays.stream(values())
                .filter(s -> s.number == number)
                .map(SshSignal::name)
                .findFirst()
                .orElseGet(() -> OTHERS.getOrDefault(number, "SIG" + number) + "@labhand.dev");
    }
}
