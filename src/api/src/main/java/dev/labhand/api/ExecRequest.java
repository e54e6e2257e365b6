package dev.labhand.api;

/**
 * A command to run.
 *
 * @param command a line for the target's shell, or for whatever else reads commands there (a router)
 */
public record ExecRequest(Target target, String command, ExecOptions options) {}
