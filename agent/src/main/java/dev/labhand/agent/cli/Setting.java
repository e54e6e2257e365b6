package dev.labhand.agent.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A setting of the agent. It has the same name as a flag, as a variable and in the YAML file. */
enum Setting {
    BIND,
    PORT,
    PORT_FILE,
    NAME,
    DESCRIPTION,
    LABELS(true),
    DATA_DIR,
    SSH,
    TARGETS(true),
    IDENTITY(true),
    KNOWN_HOSTS,
    HOST_KEYS,
    PASSWORD_FILE,
    TOKEN_FILE,
    INSECURE,
    ALLOWED_HOSTS(true),
    MAX_BODY,
    ALLOW_REMOTE_STOP,
    STOP_TIMEOUT;

    private final boolean list;

    Setting() {
        this(false);
    }

    Setting(boolean list) {
        this.list = list;
    }

    /** Whether it may have several values: with commas between them in a flag or variable, a list in YAML. */
    boolean isList() {
        return list;
    }

    /** In YAML, such as {@code data-dir}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** On the command line, such as {@code --data-dir}. */
    String flag() {
        return "--" + key();
    }

    /** In the environment, such as {@code LABHAND_DATA_DIR}. */
    String variable() {
        return "LABHAND_" + name();
    }

    /** The setting of this name in YAML. */
    static Optional<Setting> of(String key) {
        return Arrays.stream(values()).filter(s -> s.key().equals(key)).findFirst();
    }
}
