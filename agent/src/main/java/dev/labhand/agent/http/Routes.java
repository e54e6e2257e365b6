package dev.labhand.agent.http;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which endpoint answers on which path. Filled before the server starts. */
public final class Routes {

    private final Map<String, Map<String, Endpoint>> paths = new HashMap<>();
    private final Map<String, Map<String, Endpoint>> folders = new HashMap<>();

    /** An endpoint for a method and an exact path; that of {@code GET} answers {@code HEAD}, too. */
    public Routes add(String method, String path, Endpoint endpoint) {
        Map<String, Endpoint> methods = paths.computeIfAbsent(path, _ -> new TreeMap<>());
        if (methods.put(method, endpoint) != null) {
            throw new IllegalArgumentException(method + " " + path + " has an endpoint already");
        }
        if (method.equals("GET")) {
            methods.put("HEAD", endpoint);
        }
        return this;
    }

    /** An endpoint for a method and every path below a folder, whose path ends with a slash. */
    public Routes addBelow(String method, String folder, Endpoint endpoint) {
        folders.computeIfAbsent(folder, _ -> new TreeMap<>()).put(method, endpoint);
        return this;
    }

    /** By method, what answers on a path; null if nothing does. */
    @Nullable
    Map<String, Endpoint> on(String path) {
        Map<String, Endpoint> exact = paths.get(path);
        if (exact != null) {
            return exact;
        }
        for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
            Map<String, Endpoint> below = folders.get(path.substring(0, slash + 1));
            if (below != null) {
                return below;
            }
        }
        return null;
    }
}
