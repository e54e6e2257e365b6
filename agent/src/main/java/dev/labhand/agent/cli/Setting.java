package dev.labhand.agent.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A setting of the agent. It has the same name as a flag, as a variable and in the YAML file. */
enum Setting {
    BIND("ADDRESS", "Listen on this address (127.0.0.1). Beyond this machine only with --token-file or --insecure."),
    PORT("N", "Listen on this port (7080); 0 takes any free one."),
    PORT_FILE("FILE", "Write the port there when ready."),
    NAME("NAME", "What the agent is called (the machine's name)."),
    DESCRIPTION("TEXT", "A line for people about this machine."),
    LABELS(Form.PAIRS, "NAME=VALUE", "Words that describe this machine; several with commas between them."),
    DATA_DIR("DIR", "Keep everything there (~/.local/state/labhand/NAME)."),
    SSH("HOW", "How this machine itself is reached: embedded (an own SSH server), or [USER@]HOST[:PORT]."),
    SSH_CONFIG("FILE", "What is said of SSH hosts, as for ssh (~/.ssh/config if that exists); none reads no file."),
    TARGETS(
            Form.PAIRS,
            "NAME=HOST",
            "Names that commands may be sent to, as '[USER@]HOST[:PORT] [jump=HOST]"
                    + " [host-key=SHA256:...]'; several with commas between them."),
    IDENTITY(Form.LIST, "KEYFILE", "Private key for SSH; may be given again (the usual ones of ~/.ssh)."),
    KNOWN_HOSTS("FILE", "Host keys that are trusted (those of ssh: ~/.ssh/known_hosts and so on)."),
    HOST_KEYS("POLICY", "Unknown SSH hosts: strict refuses them, accept-new remembers them (strict)."),
    PASSWORD_FILE("FILE", "Password for SSH, in the first line, tried after all keys."),
    PASSPHRASE_FILE("FILE", "Passphrase of private keys, in the first line."),
    TOKEN_FILE("FILE", "Callers must show the token in the first line: Bearer, or Basic's password."),
    INSECURE(Form.SWITCH, "", "Let other machines in without a token."),
    ALLOWED_HOSTS(Form.LIST, "NAME", "More names that callers may use for this machine; several with commas."),
    ALLOW_REMOTE_STOP(Form.SWITCH, "", "Let Robot Framework stop this agent: stop_remote_server."),
    KEYWORDS(
            Form.LIST,
            "DIR",
            "Offer the plugins in this folder, or python:MODULE.CLASS, python:FILE.py[:CLASS]: a"
                    + " Robot Framework library; may be given again."),
    PYTHON("PROGRAM", "The interpreter of libraries in Python (python3, from the PATH)."),
    MAX_BODY("BYTES", "Largest request body (16777216)."),
    STOP_TIMEOUT("SECONDS", "How long a stop waits for running calls (10)."),
    KEEP_JOBS("N", "Keep the last N finished jobs (10000)."),
    KEEP_DAYS("N", "Forget jobs that ended N days ago (30)."),
    KEEP_BYTES("BYTES", "Forget the oldest finished jobs if all have more output than that (10737418240)."),
    RESERVE_BYTES("BYTES", "Reject new jobs if less of the disk is free (104857600).");

    private enum Form {
        ONE,
        SWITCH,
        LIST,
        PAIRS
    }

    private final Form form;
    private final String placeholder;
    private final String doc;

    Setting(String placeholder, String doc) {
        this(Form.ONE, placeholder, doc);
    }

    Setting(Form form, String placeholder, String doc) {
        this.form = form;
        this.placeholder = placeholder;
        this.doc = doc;
    }

    /** What stands for its value in a text for users; nothing for a switch. */
    String placeholder() {
        return placeholder;
    }

    /** What it does, for users, with the default in brackets. */
    String doc() {
        return doc;
    }

    /** Whether it is on or off: its flag has no value. */
    boolean isSwitch() {
        return form == Form.SWITCH;
    }

    /** Whether it may have several values: with commas between them in a flag or variable, a list in YAML. */
    boolean isList() {
        return form == Form.LIST || form == Form.PAIRS;
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
