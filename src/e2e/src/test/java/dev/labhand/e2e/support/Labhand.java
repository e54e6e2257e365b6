package dev.labhand.e2e.support;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The delivered {@code labhand} command. */
public final class Labhand {

    private final ProcessBuilder builder;
    private byte[] stdin = {};

    private Labhand(Path launcher, String... arguments) {
        List<String> command = new ArrayList<>(Interrupts.HEEDING);
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        builder = new ProcessBuilder(command);
        // What the tests' own JVM was given is no part of a user's environment.
        builder.environment().keySet().removeIf(Labhand::steersLabhand);
        // Nor is what whoever runs the tests has told ssh.
        builder.environment().put("LABHAND_SSH_CONFIG", "none");
    }

    /** The command of the distribution that this build made. */
    public static Labhand labhand(String... arguments) {
        return new Labhand(distribution().resolve("bin/labhand"), arguments);
    }

    /** The command of another installation. */
    public static Labhand at(Path launcher, String... arguments) {
        return new Labhand(launcher, arguments);
    }

    /** The unpacked distribution that this build made. */
    public static Path distribution() {
        return Path.of(property("labhand.distribution"));
    }

    /** The archive that this build made. */
    public static Path archive() {
        return Path.of(property("labhand.archive"));
    }

    /** The top folder of the sources. */
    public static Path sources() {
        return Path.of(property("labhand.sources"));
    }

    /** Gives it standard input; without this, it is empty. */
    public Labhand stdin(String text) {
        stdin = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Sets a variable. */
    public Labhand env(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    /** Replaces all variables. */
    public Labhand onlyEnv(Map<String, String> environment) {
        builder.environment().clear();
        builder.environment().putAll(environment);
        return this;
    }

    /** Sets the working directory. */
    public Labhand in(Path directory) {
        builder.directory(directory.toFile());
        return this;
    }

    /** Runs it to its end. */
    public Finished run() {
        try (RunningProcess process = start()) {
            process.writeStdin(stdin);
            process.closeStdin();
            return process.await();
        }
    }

    /** Starts it and leaves its standard input open. */
    public RunningProcess start() {
        return RunningProcess.start(builder);
    }

    private static boolean steersLabhand(String variable) {
        return variable.startsWith("LABHAND_")
                || variable.equals("JAVA_TOOL_OPTIONS")
                || variable.equals("JDK_JAVA_OPTIONS");
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("no system property " + name + ": run these tests with ./mvnw verify");
        }
        return value;
    }
}
