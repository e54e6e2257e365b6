package dev.labhand.protocol.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Failure;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
        String[] bodies = {
            "<methodCall a%d='x'><methodName>m</methodName></methodCall>",
            "<methodCall xmlns:p%d='x'><methodName>m</methodName></methodCall>",
            "<methodCall><methodName><?pi%d x?>m</methodName></methodCall>",
            "<invented%d/>"
        };

        for (String body : bodies) {
            try {
                documents.read(
                        body.formatted(1).getBytes(StandardCharsets.UTF_8),
                        Optional.empty(),
                        Element.METHOD_CALL,
                        new DefaultHandler());
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
            documents.read(
                    "<methodCall><methodName>m</methodName></methodCall>".getBytes(StandardCharsets.UTF_8),
                    Optional.empty(),
                    Element.METHOD_CALL,
                    new DefaultHandler());
        }

        assertThat(documents.idleParsers()).isEqualTo(1);
    }

    private static String serialized() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Gadget());
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
