package dev.labhand.agent.rpc;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.api.Arg;
import dev.labhand.api.Failure;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The {@code system.*} methods by which XML-RPC clients ask what a server offers. */
final class Introspection {

    private final Face face;

    Introspection(Face face) {
        this.face = face;
    }

    @Keyword(
            value = "system.listMethods",
            doc = "Lists all methods.",
            returns = "their names, sorted",
            tags = "system",
            blocking = false)
    public List<String> listMethods() {
        return Stream.concat(
                        face.keywords().specs().stream(),
                        face.ownMethods().stream().map(RegisteredKeyword::spec))
                .map(KeywordSpec::name)
                .sorted()
                .toList();
    }

    @Keyword(
            value = "system.methodHelp",
            doc = "Explains a method.",
            returns = "what it does, its parameters and its result",
            tags = "system",
            blocking = false)
    public String methodHelp(@Arg("The method's name.") String method) {
        return MethodHelp.of(spec(method));
    }

    @Keyword(
            value = "system.methodSignature",
            doc = "Tells the types that a method takes and gives. An optional argument makes one more signature.",
            returns = "signatures, each an array of type names: the result's, then the parameters'",
            tags = "system",
            blocking = false)
    public List<List<String>> methodSignature(@Arg("The method's name.") String method) {
        return Signatures.of(spec(method));
    }

    @Keyword(
            value = "system.getCapabilities",
            doc = "Lists the conventions that this server follows.",
            returns = "for each name a struct {specUrl, specVersion}",
            tags = "system",
            blocking = false)
    public Map<String, Map<String, Object>> getCapabilities() {
        Map<String, Map<String, Object>> capabilities = new LinkedHashMap<>();
        capabilities.put("xmlrpc", capability("http://www.xmlrpc.com/spec", 1));
        capabilities.put("system.multicall", capability("http://www.xmlrpc.com/discuss/msgReader$1208", 1));
        capabilities.put("introspection", capability("http://xmlrpc-c.sourceforge.net/introspection.html", 1));
        capabilities.put("nil", capability("http://www.ontosys.com/xml-rpc/extensions.php", 1));
        capabilities.put(
                "faults_interop", capability("http://xmlrpc-epi.sourceforge.net/specs/rfc.fault_codes.php", 20010516));
        return capabilities;
    }

    private KeywordSpec spec(String method) {
        return face.find(method)
                .map(RegisteredKeyword::spec)
                .orElseThrow(() -> new KeywordException(Failure.noSuchMethod(Printable.of(method))));
    }

    private static Map<String, Object> capability(String specUrl, long specVersion) {
        Map<String, Object> capability = new LinkedHashMap<>();
        capability.put("specUrl", specUrl);
        capability.put("specVersion", specVersion);
        return capability;
    }
}
