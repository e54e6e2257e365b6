package dev.labhand.api;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a command runs, seen from an agent. */
public sealed interface Target {

    /** The agent's own machine. */
    record Local() implements Target {
        @Override
        public String toString() {
            return "local";
        }
    }

    /**
     * An SSH host, or a name of the agent's own inventory.
     *
     * @param host a name or an address; an IPv6 address without brackets
     * @param port 1 to 65535
     */
    record SshHost(Optional<String> user, String host, OptionalInt port) implements Target {
        @Override
        public String toString() {
            String name = host.contains(":") ? "[" + host + "]" : host;
            return user.map(u -> u + "@").orElse("") + name + (port.isPresent() ? ":" + port.getAsInt() : "");
        }
    }

    /** {@code [user@]host[:port]}, with an IPv6 address in brackets or, without a port, bare. */
    Pattern SSH_HOST = Pattern.compile(
            "(?:(?<user>[^\\s@:/\\p{Cntrl}-][^\\s@:/\\p{Cntrl}]*)@)?(?:\\[(?<six>[0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|(?<host>[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*))(?::(?<port>\\d{1,5}))?");

    /**
     * Reads {@code local} or {@code [user@]host[:port]}.
     *
     * @throws IllegalArgumentException whose message says what is wrong
     */
    static Target parse(String text) {
        if (text.equals("local")) {
            return new Local();
        }
        Matcher matcher = SSH_HOST.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "target '" + printable(text) + "' is not 'local', a name or [user@]host[:port]");
        }
        Optional<String> user = Optional.ofNullable(matcher.group("user"));
        String host = Optional.ofNullable(matcher.group("six")).orElseGet(() -> matcher.group("host"));
        OptionalInt port = OptionalInt.empty();
        if (matcher.group("port") != null) {
            port = OptionalInt.of(Integer.parseInt(matcher.group("port")));
            if (port.getAsInt() < 1 || port.getAsInt() > 65535) {
                throw new IllegalArgumentException("target '" + text + "': the port must be 1 to 65535");
            }
        }
        return new SshHost(user, host, port);
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
    }
}
