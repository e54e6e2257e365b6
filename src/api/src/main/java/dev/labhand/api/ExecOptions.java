package dev.labhand.api;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How a command runs and what of it is returned. Each component is an option of {@code exec} and {@code job.start}. */
public record ExecOptions(
        @Arg("Seconds the command may take; then it is stopped and the outcome is timed_out (max). None by default.")
        Optional<Duration> timeout,

        @Arg(
                "Seconds the command may be silent; then it is stopped and the outcome is timed_out (idle). None by default.")
        Optional<Duration> idleTimeout,

        @Arg(value = "Seconds between TERM and KILL when the command is stopped.", defaultValue = "5")
        Duration grace,

        @Arg(
                name = "wait",
                value =
                        "Seconds the call blocks; then the outcome is running and the job goes on. Unlimited by default.")
        Optional<Duration> waitLimit,

        @Arg("Bytes for the command's standard input, which is then closed. Empty by default.")
        Optional<byte[]> stdin,

        @Arg("Environment variables for the command; they travel on standard input, never in a command line.")
        Optional<Map<String, String>> env,

        @Arg("The folder the command starts in.") Optional<String> cwd,

        @Arg("The account to log in as, instead of the target's; with sudo the one to become, root by default.")
        Optional<String> user,

        @Arg(
                value = "Run it under sudo: true if that asks for no password, else a struct with the password.",
                defaultValue = "false")
        Sudo sudo,

        @Arg(
                value = "Give it a terminal: true, or a struct of cols (80), rows (24) and term (xterm)."
                        + " Standard error then comes as standard output.",
                defaultValue = "false")
        Pty pty,

        @Arg("Lend the ssh-agent of who runs this to the command. As the SSH configuration says, else not, by default.")
        Optional<Boolean> forwardAgent,

        @Arg(
                value = "Bytes of each stream that are kept; more ends the job as output_limit.",
                defaultValue = "1073741824")
        long outputLimit,

        @Arg(
                value = "Bytes of each stream that are returned, at most 16777216; more sets truncated.",
                defaultValue = "1048576")
        long inline,

        @Arg(
                value = "How stdout and stderr are returned: text for reading, base64 for exact bytes.",
                defaultValue = "\"text\"")
        Encoding encoding,

        @Arg(
                "The job's id, 1 to 64 of A-Za-z0-9._-; starting the same id again attaches to that job. Made up by default.")
        Optional<JobId> jobId,

        @Arg(
                value =
                        "Whether the command goes on without the connection and this agent, which find it again; needs a POSIX shell on the target.",
                defaultValue = "false")
        boolean detached,

        @Arg(
                value =
                        "Whether standard input stays open after what stdin holds, for job.write to send more or close it.",
                defaultValue = "false")
        boolean openStdin) {

    /** How output is returned. */
    public enum Encoding {
        /** UTF-8 for reading: what is not UTF-8 or not for XML is replaced. */
        TEXT,
        /** The exact bytes. */
        BASE64
    }

    /** The most of each stream that is returned at once, in bytes: what is longer is read in parts. */
    public static final long MAX_INLINE = 16L << 20;

    /** Everything as if nothing had been asked for. */
    public static final ExecOptions DEFAULTS = new ExecOptions(
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(5),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Sudo.NO,
            Pty.NONE,
            Optional.empty(),
            1L << 30,
            1L << 20,
            Encoding.TEXT,
            Optional.empty(),
            false,
            false);

    /**
     * Checks the numbers of bytes, and what goes together.
     *
     * @throws IllegalArgumentException if one is negative, more than {@link #MAX_INLINE} are to be returned, or a detached
     *     command is to have what lasts no longer than its connection
     */
    public ExecOptions {
        env = env.map(Map::copyOf);
        checkBytes("outputLimit", outputLimit);
        checkBytes("inline", inline);
        if (inline > MAX_INLINE) {
            throw new IllegalArgumentException("inline should be at most " + MAX_INLINE + " bytes, not " + inline
                    + "; job.read gives longer output in parts");
        }
        if (detached) {
            exclude("openStdin", openStdin, "what comes later cannot reach a command that nobody holds");
            exclude(
                    "sudo",
                    sudo.wanted(),
                    "what starts and follows the command has the account's own rights; the command may itself call sudo -n");
            exclude("pty", pty.wanted(), "a terminal goes with its connection");
            exclude("forwardAgent", forwardAgent.orElse(false), "a lent ssh-agent goes with its connection");
        }
    }

    /** Options of a command that needs no account, sudo, terminal or ssh-agent. */
    public ExecOptions(
            Optional<Duration> timeout,
            Optional<Duration> idleTimeout,
            Duration grace,
            Optional<Duration> waitLimit,
            Optional<byte[]> stdin,
            Optional<Map<String, String>> env,
            Optional<String> cwd,
            long outputLimit,
            long inline,
            Encoding encoding,
            Optional<JobId> jobId,
            boolean detached,
            boolean openStdin) {
        this(
                timeout,
                idleTimeout,
                grace,
                waitLimit,
                stdin,
                env,
                cwd,
                Optional.empty(),
                Sudo.NO,
                Pty.NONE,
                Optional.empty(),
                outputLimit,
                inline,
                encoding,
                jobId,
                detached,
                openStdin);
    }

    private static void exclude(String option, boolean wanted, String why) {
        if (wanted) {
            throw new IllegalArgumentException(option + " and detached exclude each other: " + why);
        }
    }

    /** Options of a command that is attached, and whose input is closed. */
    public ExecOptions(
            Optional<Duration> timeout,
            Optional<Duration> idleTimeout,
            Duration grace,
            Optional<Duration> waitLimit,
            Optional<byte[]> stdin,
            Optional<Map<String, String>> env,
            Optional<String> cwd,
            long outputLimit,
            long inline,
            Encoding encoding,
            Optional<JobId> jobId) {
        this(
                timeout,
                idleTimeout,
                grace,
                waitLimit,
                stdin,
                env,
                cwd,
                outputLimit,
                inline,
                encoding,
                jobId,
                false,
                false);
    }

    private static void checkBytes(String option, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(option + " should be 0 bytes or more, not " + bytes);
        }
    }

    /** The same, stopped after this time. */
    public ExecOptions withTimeout(Duration limit) {
        return with(Optional.of(limit), stdin, jobId, detached, openStdin);
    }

    /** The same, with bytes for standard input. */
    public ExecOptions withStdin(byte[] bytes) {
        return with(timeout, Optional.of(bytes), jobId, detached, openStdin);
    }

    /** The same, without bytes for standard input. */
    public ExecOptions withoutStdin() {
        return with(timeout, Optional.empty(), jobId, detached, openStdin);
    }

    /** The same, under this id. */
    public ExecOptions withJobId(JobId id) {
        return with(timeout, stdin, Optional.of(id), detached, openStdin);
    }

    /** The same, going on without the connection. */
    public ExecOptions withDetached() {
        return with(timeout, stdin, jobId, true, openStdin);
    }

    /** The same, with standard input that stays open. */
    public ExecOptions withOpenStdin() {
        return with(timeout, stdin, jobId, detached, true);
    }

    private ExecOptions with(
            Optional<Duration> limit, Optional<byte[]> input, Optional<JobId> id, boolean alone, boolean open) {
        return new ExecOptions(
                limit,
                idleTimeout,
                grace,
                waitLimit,
                input,
                env,
                cwd,
                user,
                sudo,
                pty,
                forwardAgent,
                outputLimit,
                inline,
                encoding,
                id,
                alone,
                open);
    }

    /** The same, as this account: the login, or with sudo the one to become. */
    public ExecOptions withUser(String account) {
        return with(Optional.of(account), sudo, pty, forwardAgent);
    }

    /** The same, under sudo or not. */
    public ExecOptions withSudo(Sudo how) {
        return with(user, how, pty, forwardAgent);
    }

    /** The same, with a terminal or without. */
    public ExecOptions withPty(Pty terminal) {
        return with(user, sudo, terminal, forwardAgent);
    }

    /** The same, with the ssh-agent lent or not. */
    public ExecOptions withForwardAgent(boolean lend) {
        return with(user, sudo, pty, Optional.of(lend));
    }

    private ExecOptions with(Optional<String> account, Sudo how, Pty terminal, Optional<Boolean> lend) {
        return new ExecOptions(
                timeout,
                idleTimeout,
                grace,
                waitLimit,
                stdin,
                env,
                cwd,
                account,
                how,
                terminal,
                lend,
                outputLimit,
                inline,
                encoding,
                jobId,
                detached,
                openStdin);
    }

    /** The account to log in as, if it is not the target's. */
    public Optional<String> login() {
        return sudo.wanted() ? Optional.empty() : user;
    }

    /** Whether the command must be wrapped for a POSIX shell on the target; else it travels byte for byte. */
    public boolean needsShell() {
        return cwd.isPresent() || env.isPresent() || sudo.wanted();
    }
}
