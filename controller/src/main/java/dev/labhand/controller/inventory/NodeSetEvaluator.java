package dev.labhand.controller.inventory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/** Turns the text of a node set into names, as {@link NodeSet#parse(String, NodeGroups)} describes. */
record NodeSetEvaluator(NodeGroups groups) {

    private static final int GROUPS_SHOWN = 12;

    SequencedSet<String> evaluate(String expression) {
        SequencedSet<String> result = new LinkedHashSet<>();
        for (Term term : Term.split(expression)) {
            term.operator().apply(result, names(term.text()));
        }
        return result;
    }

    /** The same where every term is a group, whether or not it starts with {@code @}. */
    SequencedSet<String> evaluateGroups(String expression) {
        SequencedSet<String> result = new LinkedHashSet<>();
        for (Term term : Term.split(expression)) {
            String text = term.text().startsWith("@") ? term.text() : "@" + term.text();
            term.operator().apply(result, names(text));
        }
        return result;
    }

    private SequencedSet<String> names(String term) {
        if (term.startsWith("@@")) {
            return groupNames(term);
        }
        if (term.equals("@*")) {
            return groups.all().names();
        }
        if (term.startsWith("@")) {
            return members(term);
        }
        return isWildcard(term) && !term.contains("://") ? matchingNodes(term) : plainNames(term);
    }

    private static SequencedSet<String> plainNames(String term) {
        SequencedSet<String> names = new LinkedHashSet<>();
        NamePattern.parse(NodeName.withoutSlash(term)).forEach(names::add);
        // All differ in numbers alone, and these are the smallest and the largest.
        NodeName.parse(names.getFirst());
        NodeName.parse(names.getLast());
        return names;
    }

    private SequencedSet<String> matchingNodes(String term) {
        SequencedSet<String> all = groups.all().names();
        SequencedSet<String> matching = new LinkedHashSet<>();
        NamePattern.parse(term).forEach(wildcard -> {
            List<String> found = matching(wildcard, all);
            if (found.isEmpty()) {
                throw unknown(
                        term,
                        all.isEmpty()
                                ? "there are no nodes to match '" + wildcard + "' against: give an inventory (-i FILE)"
                                : "no node of the inventory matches '" + wildcard + "'");
            }
            matching.addAll(found);
        });
        return matching;
    }

    private SequencedSet<String> members(String term) {
        SequencedSet<String> members = new LinkedHashSet<>();
        NamePattern.parse(term.substring(1)).forEach(name -> {
            List<String> found = isWildcard(name) ? matching(name, groups.groupNames()) : List.of(name);
            if (found.isEmpty()) {
                throw unknown(term, "no group matches '" + name + "'; " + knownGroups());
            }
            for (String group : found) {
                SetOperator.UNION.apply(
                        members,
                        groups.group(group)
                                .orElseThrow(() -> unknown(term, "there is no group '" + group + "'; " + knownGroups()))
                                .names());
            }
        });
        return members;
    }

    private SequencedSet<String> groupNames(String term) {
        String source = term.substring(2);
        SequencedSet<String> names = new LinkedHashSet<>();
        for (String group : groups.groupNames()) {
            if (source.isEmpty() && !group.contains(":")) {
                names.add(group);
            } else if (!source.isEmpty() && group.startsWith(source + ":")) {
                names.add(group.substring(source.length() + 1));
            }
        }
        if (names.isEmpty()) {
            throw unknown(
                    term,
                    (source.isEmpty() ? "no group is without a source" : "no group has the source '" + source + "'")
                            + "; " + knownGroups());
        }
        return names;
    }

    private String knownGroups() {
        List<String> names = new ArrayList<>(groups.groupNames());
        if (names.isEmpty()) {
            return "there are no groups: give an inventory that has some (-i FILE)";
        }
        return "the groups are "
                + String.join(", ", names.subList(0, Math.min(GROUPS_SHOWN, names.size())))
                + (names.size() > GROUPS_SHOWN ? " and " + (names.size() - GROUPS_SHOWN) + " more" : "");
    }

    private static UnknownTargetsException unknown(String term, String why) {
        return new UnknownTargetsException("node set '" + InventoryException.printable(term) + "': " + why);
    }

    private static boolean isWildcard(String term) {
        return term.contains("*") || term.contains("?");
    }

    private static List<String> matching(String wildcard, Iterable<String> names) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < wildcard.length(); i++) {
            char c = wildcard.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        Pattern pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
        List<String> matching = new ArrayList<>();
        for (String name : names) {
            if (pattern.matcher(name).matches()) {
                matching.add(name);
            }
        }
        return matching;
    }
}
