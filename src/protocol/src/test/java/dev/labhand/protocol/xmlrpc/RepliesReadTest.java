package dev.labhand.protocol.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Failure;
import dev.labhand.api.InvocationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesReadTest {

    @Test
    void nullAndUntypedResultsAreResults() {
        assertThat(XmlRpc.reply(
                        "<methodResponse><params><param><value><nil/></value></param></params></methodResponse>"))
                .isEqualTo(InvocationResult.passed(null));
        assertThat(XmlRpc.reply("<methodResponse><params><param><value>x</value></param></params></methodResponse>"))
                .isEqualTo(InvocationResult.passed("x"));
    }

    @Test
    void aFaultKeepsItsCodeAndText() {
        assertThat(XmlRpc.reply(fault("<member><name>faultString</name><value>no</value></member>"
                        + "<member><name>faultCode</name><value><i4>-5</i4></value></member>")))
                .isEqualTo(InvocationResult.failed(new Failure(-5, "no", null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html/>",
                "<methodResponse/>",
                "<methodResponse>text</methodResponse>",
                "<methodResponse><params/></methodResponse>",
                "<methodResponse><params><param/></params></methodResponse>",
                "<methodResponse><params><param><value/></param><param><value/></param></params></methodResponse>",
                "<methodResponse><params><param><value/></param></params><fault><value/></fault></methodResponse>",
                "<methodResponse><fault/></methodResponse>",
                "<methodResponse><fault><value>no struct</value></fault></methodResponse>",
                "<methodResponse><params><param><value><int>x</int></value></param></params></methodResponse>"
            })
    void anythingElseIsNoReply(String body) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XmlRpc.reply(body))
                .withMessageStartingWith("no XML-RPC reply: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<member><name>faultCode</name><value><int>1</int></value></member>",
                "<member><name>faultString</name><value>x</value></member>",
                "<member><name>faultCode</name><value>1</value></member>"
                        + "<member><name>faultString</name><value>x</value></member>",
                "<member><name>faultCode</name><value><i8>4294967296</i8></value></member>"
                        + "<member><name>faultString</name><value>x</value></member>"
            })
    void aFaultOfAnotherFormIsNoReply(String members) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XmlRpc.reply(fault(members)))
                .withMessageContaining("faultCode");
    }

    @Test
    void repliesThatNestTooDeepAreNone() {
        String deep = "<value><array><data>".repeat(50_000);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> XmlRpc.reply("<methodResponse><params><param>" + deep))
                .withMessageContaining("nest deeper than 100");
    }

    private static String fault(String members) {
        return "<methodResponse><fault><value><struct>" + members + "</struct></value></fault></methodResponse>";
    }
}
