package dev.labhand.ssh;

import dev.labhand.ssh.files.Sha256;
import java.util.Map;

/** The text that starts and follows a detached job on its target. */
final class DetachedScript {

    /** For how many days a target remembers a job that has ended. */
    private static final int REMEMBERED_DAYS = 30;

    private static final String LIBRARY = ShellScript.resource("detached-lib.sh");
    private static final String DIALOGUE = ShellScript.resource("detached.sh");
    private static final String WRAPPER = ShellScript.resource("detached-run.sh");

    private DetachedScript() {}

    /** The script of one dialogue. Only one that may start the job carries the command. */
    static String of(DetachedJob job, boolean mayStart, String tag) {
        StringBuilder text = new StringBuilder()
                .append("tag=")
                .append(tag)
                .append("\njob=")
                .append(ShellScript.quote(job.id()))
                .append("\nkeep=")
                .append(REMEMBERED_DAYS)
                .append("\ndigest=")
                .append(digest(job.command()))
                .append('\n');
        if (mayStart) {
            String folder = enterFolder(job);
            text.append(folder)
                    .append("program=")
                    .append(ShellScript.quote(folder + variables(job) + "command=" + ShellScript.quote(job.command())
                            + "\n" + LIBRARY + WRAPPER))
                    .append('\n');
        }
        return text.append(LIBRARY).append(DIALOGUE).toString();
    }

    /** 128 bits of SHA-256. */
    private static String digest(String command) {
        return Sha256.of(ShellScript.bytes(command)).hex().substring(0, 32);
    }

    private static String enterFolder(DetachedJob job) {
        String home = "CDPATH= cd \"$HOME\"";
        return "enter_folder() {\n"
                + job.options()
                        .cwd()
                        .map(folder -> home + " && CDPATH= cd " + Wrapper.folderWord(folder))
                        .orElse(home)
                + "\n}\n";
    }

    private static String variables(DetachedJob job) {
        StringBuilder text = new StringBuilder("set_variables() {\n:\n");
        job.options()
                .env()
                .orElse(Map.of())
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append('=')
                        .append(ShellScript.quote(value))
                        .append('\n'));
        return text.append("}\n").toString();
    }
}
