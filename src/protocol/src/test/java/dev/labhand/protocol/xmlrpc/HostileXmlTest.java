package dev.labhand.protocol.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.helpers.DefaultHandler;

/** What Apache XML-RPC or a parser below it was once attacked with. */
class HostileXmlTest {

    /** Counts how often somebody deserialises it. */
    private static final class Gadget extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final AtomicInteger READ = new AtomicInteger();

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            READ.incrementAndGet();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE m SYSTEM \"http://127.0.0.1:PORT/e.dtd\">",
                "<!DOCTYPE m PUBLIC \"-//x//y\" \"http://127.0.0.1:PORT/e.dtd\">",
                "<!DOCTYPE m [<!ENTITY e SYSTEM \"http://127.0.0.1:PORT/e\">]>",
                "<!DOCTYPE m [<!ENTITY % e SYSTEM \"http://127.0.0.1:PORT/e\"> %e;]>"
            })
    void anExternalDtdOrEntityIsRefusedAndNobodyConnects(String doctype) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false);
            String prolog =
                    doctype.replace("PORT", String.valueOf(listener.socket().getLocalPort()));

            Failure failure = XmlRpc.failure(prolog + "<methodCall><methodName>&e;</methodName></methodCall>");

            assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
            assertThat(failure.text()).contains("DOCTYPE");
            assertThat(listener.accept()).isNull();
        }
    }

    @Test
    void anEntityBombIsRefused() {
        StringBuilder doctype = new StringBuilder("<!DOCTYPE m [<!ENTITY e0 \"boom\">");
        for (int i = 1; i <= 10; i++) {
            String before = "&e" + (i - 1) + ";";
            doctype.append("<!ENTITY e")
                    .append(i)
                    .append(" \"")
                    .append(before.repeat(10))
                    .append("\">");
        }

        Failure failure = XmlRpc.failure(doctype + "]><methodCall><methodName>&e10;</methodName></methodCall>");

        assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure.text()).contains("DOCTYPE");
    }

    @Test
    void evenATinyInternalEntityIsRefused() {
        Failure failure =
                XmlRpc.failure("<!DOCTYPE m [<!ENTITY e \"m\">]><methodCall><methodName>&e;</methodName></methodCall>");

        assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure.text()).contains("DOCTYPE");
    }

    @Test
    void aDoctypeInAReplyIsRefusedToo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XmlRpc.reply("<!DOCTYPE m [<!ENTITY e \"m\">]><methodResponse><params><param>"
                        + "<value>&e;</value></param></params></methodResponse>"))
                .withMessageContaining("DOCTYPE");
    }

    @Test
    void aSerializedObjectInACallIsRefusedUnread() throws IOException {
        int before = Gadget.READ.get();

        Failure failure = XmlRpc.failure(
                XmlRpc.callWith("<value><ex:serializable xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'>"
                        + serialized() + "</ex:serializable></value>"));

        assertThat(failure.code()).isEqualTo(Failure.INVALID_REQUEST);
        assertThat(Gadget.READ).hasValue(before);
    }

    @Test
    void aFaultCauseIsNeverDeserialized() throws IOException {
        int before = Gadget.READ.get();

        InvocationResult reply = XmlRpc.reply("<methodResponse><fault><value><struct>"
                + "<member><name>faultCode</name><value><int>7</int></value></member>"
                + "<member><name>faultString</name><value>sorry</value></member>"
                + "<member><name>faultCause</name><value><base64>" + serialized() + "</base64></value></member>"
                + "</struct></value></fault></methodResponse>");

        assertThat(reply).isEqualTo(InvocationResult.failed(new Failure(7, "sorry", null)));
        assertThat(Gadget.READ).hasValue(before);
    }

    @Test
    void theGadgetDoesCountWhenItIsDeserialized() throws IOException, ClassNotFoundException {
        int before = Gadget.READ.get();

        try (ObjectInputStream in = new ObjectInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(serialized())))) {
            assertThat(in.readObject()).isInstanceOf(Gadget.class);
        }

        assertThat(Gadget.READ).hasValue(before + 1);
    }

    @Test
    void inventedNamesAreNotRemembered() {
        Documents documents = new Documents();

        for (String body : List.of(
                "<methodCall xmlns:invented='x'><methodName>m</methodName></methodCall>",
                "<methodCall invented='x'><methodName>m</methodName></methodCall>",
                "<methodCall><methodName>m</methodName><?invented?></methodCall>",
                "<invented/>")) {
            try {
                read(documents, body);
            } catch (Refusal e) {
                assertThat(e.failure().code()).isEqualTo(Failure.INVALID_REQUEST);
            }
            assertThat(documents.idleParsers()).as(body).isZero();
        }
    }

    @Test
    void plainCallsShareAParser() throws Refusal {
        Documents documents = new Documents();

        for (int i = 0; i < 3; i++) {
            read(documents, "<methodCall><methodName>m</methodName></methodCall>");
        }

        assertThat(documents.idleParsers()).isEqualTo(1);
    }

    @Test
    void tagsOfAMillionAttributesAreRefusedBeforeTheyAreParsed() {
        String attributes =
                IntStream.range(0, 1_000_000).mapToObj(i -> " a" + i + "='>'").collect(Collectors.joining());

        Failure failure = XmlRpc.failure("<methodCall" + attributes + "><methodName>m</methodName></methodCall>");

        assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure.text()).contains("a tag is longer than 1024");
    }

    @Test
    void aTagMayBeSoLongAndNoLonger() {
        String end = "/></params></methodCall>";
        String start = "<methodCall><methodName>m</methodName><params><param";

        assertThat(XmlRpc.failure(start + " ".repeat(1000) + end).text()).contains("a param holds one value");
        assertThat(XmlRpc.failure(start + " ".repeat(1017) + end).text()).contains("a tag is longer than 1024");
        assertThat(XmlRpc.failure(start + " ".repeat(2000)).text()).contains("a tag is longer than 1024");
    }

    @Test
    void whatOnlyLooksLikeALongTagIsText() {
        String text = "<a ".repeat(1000);

        assertThat(XmlRpc.readValue("<value><![CDATA[" + text + "<!DOCTYPE a>]]></value>"))
                .isEqualTo(text + "<!DOCTYPE a>");
        assertThat(XmlRpc.readValue("<value><!--" + text + "<!DOCTYPE a> -->x</value>"))
                .isEqualTo("x");
    }

    @Test
    void namespacesAreLimited() {
        String declared =
                IntStream.range(0, 16).mapToObj(i -> " xmlns:n" + i + "='u'").collect(Collectors.joining());
        String rest = "><methodName>m</methodName></methodCall>";

        assertThat(XmlRpc.invocation("<methodCall" + declared + rest)).isEqualTo(Invocation.of("m"));
        assertThat(XmlRpc.failure("<methodCall" + declared + " xmlns:one='more'" + rest)
                        .text())
                .contains("more than 16 namespaces");
    }

    private static void read(Documents documents, String body) throws Refusal {
        documents.read(
                body.getBytes(StandardCharsets.UTF_8), Optional.empty(), Element.METHOD_CALL, new DefaultHandler());
    }

    private static String serialized() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Gadget());
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    @Test
    void anEntityThatIsNotDefinedIsNamed() {
        assertThat(XmlRpc.failure("<methodCall><methodName>&nbsp;</methodName></methodCall>")
                        .text())
                .startsWith("Parse error: the entity 'nbsp' is not defined: there are amp, lt, gt, quot and apos");
    }
}
