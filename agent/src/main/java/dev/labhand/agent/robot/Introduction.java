package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.rpc.Face;
import java.util.List;

/** What Robot Framework shows about a library before its keywords, in Robot's documentation syntax. */
final class Introduction {

    private Introduction() {}

    /** Of all libraries of an agent. */
    static String of(Face.About about, List<Library> libraries) {
        StringBuilder text = new StringBuilder("All keywords of the Labhand agent ");
        text.append(about.title()).append(", version ").append(about.version()).append('.');
        if (!about.description().isEmpty()) {
            text.append("\n\n").append(about.description());
        }
        text.append("\n\nThey come from these libraries, each of which can be imported alone by adding"
                + " ``/robot/`` and its name to the agent's address:\n");
        for (Library library : libraries) {
            text.append("- ``").append(library.name()).append("``: ");
            text.append(library.doc().isEmpty() ? library.size() + " keywords." : library.doc())
                    .append('\n');
        }
        return text.toString().strip();
    }

    /** Of one library: its own, as it is. */
    static String of(Face.About about, Library library) {
        if (!library.doc().isBlank()) {
            return library.doc();
        }
        String version = library.version().isEmpty() ? about.version() : library.version();
        return "The library " + library.name() + ", version " + version + ", on the Labhand agent " + about.title()
                + ".";
    }
}
