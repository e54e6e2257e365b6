package dev.labhand.agent.sshlibrary;

import dev.labhand.api.KeywordException;
import java.time.Duration;

/** Failures in SSHLibrary's words, which suites may expect. */
final class Problem {

    private Problem() {}

    static KeywordException noConnection() {
        return KeywordException.failed("No open connection.");
    }

    static KeywordException noSuchConnection(String indexOrAlias) {
        return KeywordException.failed("Non-existing index or alias '" + indexOrAlias + "'.");
    }

    static KeywordException notOpen() {
        return KeywordException.failed("Connection not open");
    }

    static KeywordException noTransport(SshConnection connection) {
        return KeywordException.failed(
                "Could not get transport for " + connection.host + ":" + connection.port + ". Have you logged in?");
    }

    static KeywordException noShell() {
        return KeywordException.failed("Cannot open session, you need to establish a connection first.");
    }

    static KeywordException closedShell() {
        return KeywordException.failed("OSError: Socket is closed");
    }

    static String timedOut(Duration limit) {
        return "Timed out in " + limit.toSeconds() + " seconds";
    }

    static KeywordException notOffered(String argument) {
        return KeywordException.failed(argument + " is not offered by Labhand's SSHLibrary; see docs/sshlibrary.md");
    }
}
