package dev.labhand.controller.inventory;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The name of one node, taken apart.
 *
 * @param scheme http, https or ssh; empty for a bare name
 * @param host without the brackets of an IPv6 address
 */
record NodeName(Optional<String> scheme, Optional<String> user, String host, OptionalInt port) {

    private static final Pattern USER = Pattern.compile("[^\\s@:/\\p{Cntrl}-][^\\s@:/\\p{Cntrl}]*");
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*");
    private static final Pattern ZONE = Pattern.compile("%[\\w.-]+$");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /**
     * Reads a name.
     *
     * @throws InventoryException if it is malformed or holds a password
     */
    static NodeName parse(String name) {
        int schemeEnd = name.indexOf("://");
        Optional<String> scheme = schemeEnd < 0
                ? Optional.empty()
                : Optional.of(name.substring(0, schemeEnd).toLowerCase(Locale.ROOT));
        String authority = schemeEnd < 0 ? name : name.substring(schemeEnd + 3);
        checkScheme(scheme, authority, name);
        int at = authority.lastIndexOf('@');
        Optional<String> user = at < 0 ? Optional.empty() : Optional.of(user(authority.substring(0, at), scheme, name));
        String hostAndPort = authority.substring(at + 1);
        int hostEnd = hostEnd(hostAndPort, name);
        return new NodeName(
                scheme,
                user,
                host(hostAndPort.substring(0, hostEnd), name),
                port(hostAndPort.substring(hostEnd), name));
    }

    private static void checkScheme(Optional<String> scheme, String authority, String name) {
        if (scheme.isEmpty()) {
            if (name.contains("/")) {
                throw InventoryException.in(name, "a name has no '/'");
            }
            return;
        }
        if (!scheme.get().matches("https?|ssh")) {
            throw InventoryException.in(name, "a node's URL starts with http://, https:// or ssh://");
        }
        if (authority.matches("(?s).*[/?#].*")) {
            throw InventoryException.in(
                    name, "a node's URL ends after host and port: leave out what starts with '/', '?' or '#'");
        }
    }

    private static String user(String text, Optional<String> scheme, String name) {
        if (text.contains(":")) {
            throw InventoryException.in(
                    name,
                    "a password does not belong into a name, where everyone can read it: use --token-file for agents and"
                            + " --identity for SSH");
        }
        if (scheme.isPresent() && !scheme.get().equals("ssh")) {
            throw InventoryException.in(
                    name, "an agent's URL has no user: leave out 'USER@', and give the agent's token by --token-file");
        }
        String user = scheme.isPresent() ? decoded(text, name) : text;
        if (!isUser(user)) {
            throw InventoryException.in(name, "'" + InventoryException.printable(user) + "' is no user's name");
        }
        return user;
    }

    private static String decoded(String text, String name) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw InventoryException.in(name, "a % in the user's name is not followed by two hexadecimal digits");
        }
    }

    private static int hostEnd(String hostAndPort, String name) {
        int colon = hostAndPort.indexOf(':');
        if (hostAndPort.startsWith("[")) {
            return hostAndPort.indexOf(']') + 1;
        }
        if (colon >= 0 && hostAndPort.indexOf(':', colon + 1) >= 0) {
            throw InventoryException.in(
                    name, "put an IPv6 address in brackets, as in [::1], [::1]:7080 or http://[::1]:7080");
        }
        return colon < 0 ? hostAndPort.length() : colon;
    }

    private static String host(String text, String name) {
        if (text.startsWith("[")) {
            String address = text.substring(1, text.length() - 1);
            try {
                if (address.contains(":")) {
                    InetAddress.ofLiteral(ZONE.matcher(address).replaceFirst(""));
                    return address;
                }
            } catch (IllegalArgumentException e) {
                // Told below, in our words.
            }
            throw InventoryException.in(name, "'" + text + "' is no IPv6 address");
        }
        if (text.isEmpty()) {
            throw InventoryException.in(name, "the host is missing");
        }
        if (!HOST.matcher(text).matches()) {
            throw InventoryException.in(
                    name,
                    "'" + InventoryException.printable(text) + "' is no host: use letters, digits, '.', '-' and '_'");
        }
        return text;
    }

    private static OptionalInt port(String text, String name) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        int number = PORT.matcher(text.substring(1)).matches() ? Integer.parseInt(text, 1, text.length(), 10) : 0;
        if (text.matches(":[0-9]{1,6}") && (number < 1 || number > 65535)) {
            throw InventoryException.in(name, "after ':' comes a port from 1 to 65535, not " + text.substring(1));
        }
        if (!text.startsWith(":") || number < 1 || number > 65535) {
            // What stands there may be a misplaced password: it is not repeated.
            throw InventoryException.in(
                    name.substring(0, name.length() - text.length()),
                    "after the host comes nothing or ':' and a port from 1 to 65535");
        }
        return OptionalInt.of(number);
    }

    /** A URL's one slash after host and port is left out. */
    static String withoutSlash(String text) {
        boolean oneSlash = text.contains("://") && text.endsWith("/") && !text.endsWith("//");
        return oneSlash ? text.substring(0, text.length() - 1) : text;
    }

    /** Whether this can be the name of a user. */
    static boolean isUser(String text) {
        return USER.matcher(text).matches();
    }

    /** Whether this is only a host, as names in an inventory are. */
    boolean isPlain() {
        return scheme.isEmpty() && user.isEmpty() && port.isEmpty();
    }

    /**
     * The URL of an agent.
     *
     * @param name as written, for errors
     * @throws InventoryException if the host cannot stand in a URL
     */
    static URI agentUrl(String scheme, String host, OptionalInt port, String name) {
        try {
            return new URI(scheme, null, host, port.orElse(-1), null, null, null);
        } catch (URISyntaxException e) {
            throw InventoryException.in(
                    name,
                    "the host '" + host + "' cannot stand in a URL, where hosts have letters, digits, '-' and '.' only:"
                            + " give the node's address in an inventory (host: or url:)");
        }
    }
}
