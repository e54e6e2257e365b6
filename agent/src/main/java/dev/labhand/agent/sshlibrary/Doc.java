package dev.labhand.agent.sshlibrary;

/** What several keywords say of the same arguments. */
final class Doc {

    static final String CONNECTION = "The index or alias of the connection to use; the current one by default.";
    static final String INDEX_OR_ALIAS = "The index or alias of a connection.";
    static final String HOST = "A name or address.";
    static final String PORT = "Its SSH port.";
    static final String ALIAS = "A name for the connection; case and spaces do not matter.";
    static final String TIMEOUT = "How long reads wait for what they want: 3 seconds if nobody says anything.";
    static final String NEWLINE = "What ends a line that is written: LF, CRLF, CR.";
    static final String PROMPT = "What the shell shows when it is ready; a pattern after REGEXP:.";
    static final String TERM_TYPE = "The terminal's type: vt100 if nobody says anything.";
    static final String WIDTH = "The terminal's width in characters.";
    static final String HEIGHT = "The terminal's height in lines.";
    static final String PATH_SEPARATOR = "What parts the remote machine's paths.";
    static final String ENCODING = "The encoding of text there, by Python's or Java's name.";
    static final String ESCAPE_ANSI = "Kept for Get Connection: escape sequences never are in results.";
    static final String ENCODING_ERRORS = "What to do about bytes that are no text: strict, ignore or replace.";
    static final String LOGLEVEL = "The level to log on.";
    static final String COMMAND = "A line for the account's shell.";
    static final String SUDO = "Whether to put sudo before it.";
    static final String SUDO_PASSWORD = "What sudo is told on its standard input.";
    static final String RETURN_STDOUT = "Whether to return standard output.";
    static final String RETURN_STDERR = "Whether to return standard error.";
    static final String RETURN_RC = "Whether to return the exit code; -1 after a signal.";
    static final String RETURNED = "What was asked for: one value as it is, several as a list.";
    static final String SUBSYSTEM = "Not offered.";
    static final String FORWARD_AGENT = "Whether the command may use the ssh-agent that this agent was started with.";
    static final String TAG = "ssh";

    private Doc() {}
}
