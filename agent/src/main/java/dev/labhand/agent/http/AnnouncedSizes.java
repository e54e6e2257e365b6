package dev.labhand.agent.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The sizes that unfinished uploads were begun with, so that a piece of another file is not taken for one of the same. Only the
 * last ones are known, and none from before the agent's start. Thread-safe.
 */
final class AnnouncedSizes {

    private static final int MOST = 1000;

    private final Map<String, Long> sizes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    private static String place(FileQuery query) {
        // No target has a blank in it.
        return query.target() + " " + query.path();
    }

    /** An upload begins, or goes on. */
    synchronized void begun(FileQuery query, OptionalLong size) {
        sizes.remove(place(query));
        size.ifPresent(known -> sizes.put(place(query), known));
    }

    synchronized void complete(FileQuery query) {
        sizes.remove(place(query));
    }

    /** The size of the upload that is not complete yet; empty if it is not known. */
    synchronized OptionalLong of(FileQuery query) {
        Long size = sizes.get(place(query));
        return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }
}
