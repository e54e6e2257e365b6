package dev.labhand.agent.http;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of others from calling the agent through a browser of someone who can reach it.
 *
 * <p>The name in {@code Host} must be one of the agent's: else a page could point its own name at the agent's address (DNS
 * rebinding). The agent's are {@code localhost} and names below it, its machine's name, the address it is bound to, the names
 * it was told to allow, and IP addresses: those of loopback, or any if it is bound to more than loopback. An address is safe
 * since no page can own it. The port is not looked at, so that forwarded ports work.
 *
 * <p>An {@code Origin}, which browsers send with every cross-site call, must be the agent itself.
 */
final class HostCheck {

    private static final Pattern IP_V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final Set<String> names = new HashSet<>();
    private final boolean loopbackOnly;

    HostCheck(String bind, boolean loopbackOnly, Set<String> allowed) {
        this.loopbackOnly = loopbackOnly;
        names.add("localhost");
        names.add(normal(bind));
        allowed.forEach(name -> names.add(normal(name)));
    }

    /**
     * Why a request must be refused; empty if it may pass.
     *
     * @param host the name in {@code Host}, without a port; null if HTTP/1.0 left it out, as no browser does
     * @param authority {@code Host} as a whole
     */
    Optional<String> refusal(@Nullable String host, @Nullable String authority, @Nullable String origin) {
        if (host != null && !isOwn(host)) {
            return Optional.of(
                    "The Host header names another machine. If this agent is known under that name, add it to"
                            + " the setting allowed-hosts.");
        }
        if (origin != null && !isSame(origin, authority)) {
            return Optional.of("Calls from web pages of other sites are refused.");
        }
        return Optional.empty();
    }

    private boolean isOwn(String host) {
        if (names.contains(host)) {
            return true;
        }
        String name = normal(host);
        return names.contains(name) || name.endsWith(".localhost") || isOwnAddress(name);
    }

    private boolean isOwnAddress(String host) {
        if (host.contains(":")) {
            return !loopbackOnly || host.equals("::1");
        }
        return IP_V4.matcher(host).matches() && (!loopbackOnly || host.startsWith("127."));
    }

    private static boolean isSame(String origin, @Nullable String authority) {
        return authority != null
                && (origin.equalsIgnoreCase("http://" + authority) || origin.equalsIgnoreCase("https://" + authority));
    }

    /** In lower case, without the brackets of IPv6 and the dot of the root. */
    private static String normal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
