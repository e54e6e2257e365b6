package dev.labhand.ssh;

/**
 * By what right a script of ours runs on a target.
 *
 * @param prefix what runs the shell, followed by a blank; empty for nothing
 */
record Elevation(String prefix) {

    /** The account's own. */
    static final Elevation NONE = new Elevation("");

    /** Root's, where the account may use sudo without a password. */
    static final Elevation SUDO = new Elevation("sudo -n ");
}
