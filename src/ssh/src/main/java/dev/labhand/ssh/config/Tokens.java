package dev.labhand.ssh.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the percent tokens, {@code ${VARIABLE}} and {@code ~} of ssh_config(5), "TOKENS" and "ENVIRONMENT VARIABLES".
 *
 * @param asked the host as it was asked for
 * @param host the name or address that is connected to
 * @param alias the name under which its key is known
 * @param jump the value of ProxyJump, or nothing
 */
record Tokens(
        Home home,
        Map<String, String> environment,
        String asked,
        String host,
        int port,
        String user,
        String alias,
        String jump) {

    /** The account that connects. */
    record Home(Path folder, String user) {

        /** Of this process. */
        static Home ofProcess() {
            return new Home(Path.of(System.getProperty("user.home")), System.getProperty("user.name"));
        }

        /** A path that may begin with {@code ~/}. */
        Path path(String text) {
            return text.equals("~")
                    ? folder
                    : text.startsWith("~/") ? folder.resolve(text.substring(2)) : Path.of(text);
        }
    }

    /** In HostName only the host itself may stand. */
    static String hostName(Line line, String text, String asked) throws ConfigProblem {
        StringBuilder all = new StringBuilder();
        int from = 0;
        for (int token = text.indexOf('%'); token >= 0; token = text.indexOf('%', from)) {
            all.append(text, from, token);
            switch (token + 1 < text.length() ? text.charAt(token + 1) : ' ') {
                case '%' -> all.append('%');
                case 'h' -> all.append(asked);
                default -> throw line.problem("has a % that is neither %h nor %%");
            }
            from = token + 2;
        }
        return all.append(text, from, text.length()).toString();
    }

    /** A path with all that may stand in it. */
    Path path(Line line, String text) throws ConfigProblem {
        return home.path(percents(line, variables(line, text)));
    }

    private String variables(Line line, String text) throws ConfigProblem {
        StringBuilder all = new StringBuilder();
        int from = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", from)) {
            int end = text.indexOf('}', start);
            if (end < 0) {
                throw line.problem("has a ${ without its }");
            }
            String name = text.substring(start + 2, end);
            @Nullable String value = environment.get(name);
            if (value == null) {
                throw line.problem("needs the environment variable " + name + ", which is not set");
            }
            all.append(text, from, start).append(value);
            from = end + 1;
        }
        return all.append(text, from, text.length()).toString();
    }

    private String percents(Line line, String text) throws ConfigProblem {
        StringBuilder all = new StringBuilder();
        int from = 0;
        for (int token = text.indexOf('%'); token >= 0; token = text.indexOf('%', from)) {
            all.append(text, from, token);
            all.append(percent(line, token + 1 < text.length() ? text.charAt(token + 1) : ' '));
            from = token + 2;
        }
        return all.append(text, from, text.length()).toString();
    }

    private String percent(Line line, char token) throws ConfigProblem {
        return switch (token) {
            case '%' -> "%";
            case 'C' -> connectionHash();
            case 'd' -> home.folder().toString();
            case 'h' -> host;
            case 'i' -> userId(line);
            case 'j' -> jump;
            case 'k' -> alias;
            case 'L' -> localHost().replaceFirst("\\..*", "");
            case 'l' -> localHost();
            case 'n' -> asked;
            case 'p' -> Integer.toString(port);
            case 'r' -> user;
            case 'u' -> home.user();
            default -> throw line.problem("has %" + token + ", which means nothing there");
        };
    }

    private String connectionHash() {
        try {
            byte[] text = (localHost() + host + port + user + jump).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String userId(Line line) throws ConfigProblem {
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | RuntimeException e) {
            throw line.problem("has %i, and this system does not tell the user's number");
        }
    }
}
