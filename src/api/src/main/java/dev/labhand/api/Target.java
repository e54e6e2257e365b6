package dev.labhand.api;

import java.util.ArrayList;
import java.util.List;
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
     * @param jumps the hosts to go through, in order; an empty list says to go straight, whatever else is configured
     * @param hostKey the fingerprint of its key, {@code SHA256:} and 43 characters, which then counts alone
     */
    record SshHost(
            Optional<String> user,
            String host,
            OptionalInt port,
            Optional<List<SshHost>> jumps,
            Optional<String> hostKey)
            implements Target {

        public SshHost {
            jumps = jumps.map(List::copyOf);
        }

        /** A host about whose way and key nothing is said. */
        public SshHost(Optional<String> user, String host, OptionalInt port) {
            this(user, host, port, Optional.empty(), Optional.empty());
        }

        /** The same, by this way and with this key where it has none of its own. */
        public SshHost withDefaults(Optional<List<SshHost>> way, Optional<String> key) {
            return new SshHost(user, host, port, jumps.or(() -> way), hostKey.or(() -> key));
        }

        /** {@code [user@]host[:port]} alone. */
        private String place() {
            String name = host.contains(":") ? "[" + host + "]" : host;
            return user.map(u -> u + "@").orElse("") + name + (port.isPresent() ? ":" + port.getAsInt() : "");
        }

        @Override
        public String toString() {
            String way = jumps.map(hops -> hops.isEmpty()
                            ? " jump=none"
                            : " jump="
                                    + String.join(
                                            ",",
                                            hops.stream().map(SshHost::place).toList()))
                    .orElse("");
            return place() + way + hostKey.map(key -> " host-key=" + key).orElse("");
        }
    }

    /** {@code [user@]host[:port]}, with an IPv6 address in brackets or, without a port, bare. */
    Pattern SSH_HOST = Pattern.compile(
            "(?:(?<user>[^\\s@:/\\p{Cntrl}-][^\\s@:/\\p{Cntrl}]*)@)?(?:\\[(?<six>[0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|(?<host>[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*))(?::(?<port>\\d{1,5}))?");

    /** A fingerprint as {@code ssh-keygen -l} prints it. */
    Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    /**
     * Reads {@code local} or {@code [user@]host[:port]}, the latter with any of these behind it, each after a blank:
     * {@code jump=HOST[,HOST…]} or {@code jump=none}, {@code host-key=SHA256:…}. A second {@code jump} adds to the way.
     *
     * @throws IllegalArgumentException whose message says what is wrong
     */
    static Target parse(String text) {
        if (text.equals("local")) {
            return new Local();
        }
        String[] words = text.split(" +", -1);
        SshHost host = plainHost(words[0], text);
        List<SshHost> way = new ArrayList<>();
        boolean straight = false;
        Optional<String> key = Optional.empty();
        for (String word : List.of(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 0 || words[0].equals("local")) {
                throw noHost(text);
            }
            String value = word.substring(equals + 1);
            switch (word.substring(0, equals)) {
                case "jump" -> {
                    List<SshHost> hops = jumps(value);
                    straight |= hops.isEmpty();
                    way.addAll(hops);
                }
                case "host-key" -> key = Optional.of(fingerprint(value));
                default ->
                    throw new IllegalArgumentException("target '" + printable(text) + "': '" + printable(word)
                            + "' is neither jump=[user@]host[:port] nor host-key=SHA256:…");
            }
        }
        if (straight && !way.isEmpty()) {
            throw new IllegalArgumentException(
                    "target '" + printable(text) + "': jump=none contradicts the other jump");
        }
        Optional<List<SshHost>> jumps = straight || !way.isEmpty() ? Optional.of(way) : Optional.empty();
        return new SshHost(host.user(), host.host(), host.port(), jumps, key);
    }

    /**
     * Reads the way to a host as OpenSSH's ProxyJump has it: hosts with commas between them, each as
     * {@code [user@]host[:port]} or as an {@code ssh://} URL; none for {@code none}.
     *
     * @throws IllegalArgumentException whose message says what is wrong
     */
    static List<SshHost> jumps(String text) {
        if (text.equalsIgnoreCase("none")) {
            return List.of();
        }
        List<SshHost> hops = new ArrayList<>();
        for (String hop : text.split(",", -1)) {
            hops.add(plainHost(hop.strip().replaceFirst("^ssh://", "").replaceFirst("/$", ""), hop));
        }
        return List.copyOf(hops);
    }

    /**
     * Checks a fingerprint; the padding that some programs add is taken off.
     *
     * @throws IllegalArgumentException whose message says what it should be
     */
    static String fingerprint(String text) {
        String plain = text.replaceFirst("=+$", "");
        if (!FINGERPRINT.matcher(plain).matches()) {
            throw new IllegalArgumentException("host key '" + printable(text)
                    + "' is no fingerprint: SHA256: and 43 characters, as ssh-keygen -l prints it");
        }
        return plain;
    }

    private static SshHost plainHost(String text, String whole) {
        Matcher matcher = SSH_HOST.matcher(text);
        if (!matcher.matches()) {
            throw noHost(whole);
        }
        Optional<String> user = Optional.ofNullable(matcher.group("user"));
        String host = Optional.ofNullable(matcher.group("six")).orElseGet(() -> matcher.group("host"));
        OptionalInt port = OptionalInt.empty();
        if (matcher.group("port") != null) {
            port = OptionalInt.of(Integer.parseInt(matcher.group("port")));
            if (port.getAsInt() < 1 || port.getAsInt() > 65535) {
                throw new IllegalArgumentException("target '" + printable(whole) + "': the port must be 1 to 65535");
            }
        }
        return new SshHost(user, host, port);
    }

    private static IllegalArgumentException noHost(String text) {
        return new IllegalArgumentException(
                "target '" + printable(text) + "' is not 'local', a name or [user@]host[:port]");
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
    }
}
