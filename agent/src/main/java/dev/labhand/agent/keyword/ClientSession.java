package dev.labhand.agent.keyword;

import java.util.regex.Pattern;

/**
 * Whose call it is, for libraries that keep something for each of their clients from call to call: a client's calls come over
 * connections of their own, so that nothing but this holds them together.
 *
 * @param client the user, if one is known, and the address
 * @param name the session that the client named; empty if it named none
 */
public record ClientSession(String client, String name) {

    /** That of the call which runs on this thread. */
    public static final ScopedValue<ClientSession> CURRENT = ScopedValue.newInstance();

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    /** Whether a session may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** For logs: {@code anna@10.0.0.9}, {@code 10.0.0.9, session bench}. */
    @Override
    public String toString() {
        return name.isEmpty() ? client : client + ", session " + name;
    }
}
