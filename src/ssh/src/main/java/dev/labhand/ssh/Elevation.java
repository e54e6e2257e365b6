package dev.labhand.ssh;

/**
 * By what right a script of ours runs on a target.
 *
 * @param prefix what runs the shell, followed by a blank; empty for nothing
 * @param input what is sent before it on standard input, such as a password
 */
record Elevation(String prefix, byte[] input) {

    /** The account's own. */
    static final Elevation NONE = new Elevation("", new byte[0]);

    /** Root's, where the account may use sudo without a password. */
    static final Elevation SUDO = new Elevation("sudo -n ", new byte[0]);

    /** Root's, with the account's password, which sudo is made to ask for even if it was given lately. */
    static Elevation sudo(String password) {
        return new Elevation("sudo -k -S -p '' ", ShellScript.bytes(password + "\n"));
    }
}
