package dev.labhand.agent.rpc;

import dev.labhand.agent.keyword.JavaKeywords;
import dev.labhand.agent.keyword.Keywords;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.api.Invocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One way to offer keywords: these, and the methods that this way alone has. */
public final class Face {

    private final Keywords keywords;
    private final Map<String, RegisteredKeyword> own = new HashMap<>();

    /** Who offers it, for the documents that describe the face. */
    public record About(String title, String description, String version) {}

    private Face(Keywords keywords) {
        this.keywords = keywords;
    }

    /**
     * XML-RPC, with {@code system.listMethods} and its kin.
     *
     * @param more objects with methods of this face, marked as keywords are
     */
    public static Face xmlRpc(Keywords keywords, Dispatcher dispatcher, Object... more) {
        Face face = new Face(keywords);
        face.add(JavaKeywords.of(new Introspection(face)));
        face.add(JavaKeywords.of(new Multicall(face, dispatcher)));
        for (Object methods : more) {
            face.add(JavaKeywords.of(methods));
        }
        return face;
    }

    /** JSON-RPC, with {@code rpc.discover}. */
    public static Face jsonRpc(Keywords keywords, About about) {
        Face face = new Face(keywords);
        face.add(JavaKeywords.of(new OpenRpc(face, about)));
        return face;
    }

    /** The face's own method or the keyword of this name. */
    public Optional<RegisteredKeyword> find(String name) {
        RegisteredKeyword method = own.get(name);
        return method != null ? Optional.of(method) : keywords.find(name);
    }

    /** Whether this is the name of a method of the face's own, and so of no keyword. */
    boolean isMethod(String name) {
        return own.containsKey(name);
    }

    /** Whether a call may wait for anything; one of an unknown method is refused at once. */
    public boolean mayBlock(Invocation call) {
        Optional<RegisteredKeyword> keyword = find(call.keyword());
        return keyword.isPresent() && keyword.get().spec().blocking();
    }

    /** What the face offers besides the keywords. */
    List<RegisteredKeyword> ownMethods() {
        return List.copyOf(own.values());
    }

    Keywords keywords() {
        return keywords;
    }

    private void add(List<RegisteredKeyword> methods) {
        methods.forEach(method -> own.put(method.spec().name(), method));
    }
}
