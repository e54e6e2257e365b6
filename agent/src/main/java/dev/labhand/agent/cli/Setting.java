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
    LABELS(Form.PAIRS),
    DATA_DIR,
    SSH,
    SSH_CONFIG,
    TARGETS(Form.PAIRS),
    IDENTITY(Form.LIST),
    KNOWN_HOSTS,
    HOST_KEYS,
    PASSWORD_FILE,
    PASSPHRASE_FILE,
    TOKEN_FILE,
    INSECURE,
    ALLOWED_HOSTS(Form.LIST),
    MAX_BODY,
    ALLOW_REMOTE_STOP,
    KEYWORDS(Form.LIST),
    PYTHON,
    STOP_TIMEOUT,
    KEEP_JOBS,
    KEEP_DAYS,
    KEEP_BYTES,
    RESERVE_BYTES;

    private enum Form {
        ONE,
        LIST,
        PAIRS
    }

    private final Form form;

    Setting() {
        this(Form.ONE);
    }

    Setting(Form form) {
        this.form = form;
    }

    /** Whether it may have several values: with commas between them in a flag or variable, a list in YAML. */
    boolean isList() {
        return form != Form.ONE;
    }

    /** Whether its values are NAME=VALUE, which YAML may also have as a map. */
    boolean isPairs() {
        return form == Form.PAIRS;
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
