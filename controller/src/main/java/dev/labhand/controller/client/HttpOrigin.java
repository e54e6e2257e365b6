package dev.labhand.controller.client;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the server of an http or https URL listens. {@link URI} itself knows no host with an underscore.
 *
 * @param host a name or an address, without brackets
 */
record HttpOrigin(boolean secure, String host, int port) {

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[(?<six>[^]]+)]|(?<host>[^\\[\\]:@]+))(?::(?<port>\\d{1,5}))?");

    /**
     * Reads an agent's URL.
     *
     * @throws IllegalArgumentException if it is none
     */
    static HttpOrigin of(URI url) {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        String authority = url.getRawAuthority();
        Matcher matcher = AUTHORITY.matcher(authority == null ? "" : authority);
        if (!matcher.matches() || !(secure || "http".equalsIgnoreCase(url.getScheme()))) {
            throw new IllegalArgumentException("'" + url + "' is no agent's URL: it should be http(s)://HOST[:PORT]");
        }
        String host = matcher.group("six") != null ? matcher.group("six") : matcher.group("host");
        String port = matcher.group("port");
        return new HttpOrigin(secure, host, port != null ? Integer.parseInt(port) : secure ? 443 : 80);
    }
}
