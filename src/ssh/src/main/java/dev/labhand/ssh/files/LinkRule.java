package dev.labhand.ssh.files;

import java.nio.file.Path;

/** Which symbolic links of a tree are copied: those that, as they stand, lead to something in the tree. */
final class LinkRule {

    private LinkRule() {}

    /** The place of something in a tree, from its top on. */
    static String below(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /**
     * Whether a link stays in its tree.
     *
     * @param directory where the link is, from the top of the tree on; empty for the top itself
     */
    static boolean stays(String directory, String target) {
        if (target.isEmpty() || target.startsWith("/")) {
            return false;
        }
        Path end = Path.of(directory).resolve(target).normalize();
        return !end.startsWith("..");
    }
}
