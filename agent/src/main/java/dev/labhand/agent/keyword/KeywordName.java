package dev.labhand.agent.keyword;

import java.util.Locale;

/** How Robot Framework compares names. */
public final class KeywordName {

    private KeywordName() {}

    /**
     * What is left of a name when case, spaces and underscores are ignored, as Robot Framework does; and dots, since {@code
     * job.start} is {@code Job Start} there.
     */
    public static String normal(String name) {
        StringBuilder normal = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != ' ' && c != '_' && c != '.') {
                normal.append(c);
            }
        }
        return normal.toString().toLowerCase(Locale.ROOT);
    }
}
