package dev.labhand.agent.rpc;

import dev.labhand.agent.keyword.JavaKeywords;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.api.Invocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One way to offer the registry: all its keywords, and the methods that this way alone has. */
public final class Face {

    private final KeywordRegistry registry;
    private final Map<String, RegisteredKeyword> own = new HashMap<>();

    /** Who offers it, for the documents that describe the face. */
    public record About(String title, String description, String version) {}

    private Face(KeywordRegistry registry) {
        this.registry = registry;
    }

    /** XML-RPC, with {@code system.listMethods} and its kin. */
    public static Face xmlRpc(KeywordRegistry registry, Dispatcher dispatcher) {
        Face face = new Face(registry);
        face.add(JavaKeywords.of(new Introspection(face)));
        face.add(JavaKeywords.of(new Multicall(face, dispatcher)));
        return face;
    }

    /** JSON-RPC, with {@code rpc.discover}. */
    public static Face jsonRpc(KeywordRegistry registry, About about) {
        Face face = new Face(registry);
        face.add(JavaKeywords.of(new OpenRpc(face, about)));
        return face;
    }

    /** The face's own method or the keyword of this name. */
    public Optional<RegisteredKeyword> find(String name) {
        RegisteredKeyword method = own.get(name);
        return method != null ? Optional.of(method) : registry.find(name);
    }

    /** Whether a call may wait for anything; one of an unknown method is refused at once. */
    public boolean mayBlock(Invocation call) {
        Optional<RegisteredKeyword> keyword = find(call.keyword());
        return keyword.isPresent() && keyword.get().spec().blocking();
    }

    /** What the face offers besides the registry. */
    List<RegisteredKeyword> ownMethods() {
        return List.copyOf(own.values());
    }

    KeywordRegistry registry() {
        return registry;
    }

    private void add(List<RegisteredKeyword> methods) {
        methods.forEach(method -> own.put(method.spec().name(), method));
    }
}
