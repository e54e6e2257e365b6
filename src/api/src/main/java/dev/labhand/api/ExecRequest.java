package dev.labhand.api;

/**
 * A command to run.
 *
 * @param command a line for the target's shell, or for whatever else reads commands there (a router)
 */
public record ExecRequest(Target target, String command, ExecOptions options) {

    /** What is to be remembered of it once it has been done: not what the command read. */
    public ExecRequest withoutInput() {
        return options.stdin().isEmpty() ? this : new ExecRequest(target, command, options.withoutStdin());
    }
}
