package dev.labhand.protocol.xmlrpc;

import static dev.labhand.protocol.xmlrpc.XmlRpc.callWith;
import static dev.labhand.protocol.xmlrpc.XmlRpc.failure;
import static dev.labhand.protocol.xmlrpc.XmlRpc.invocation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.protocol.RpcCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

    @Test
    void aCallMayHaveNoParams() {
        assertThat(invocation("<methodCall><methodName>m</methodName></methodCall>"))
                .isEqualTo(Invocation.of("m"));
        assertThat(invocation("<methodCall><methodName>m</methodName><params/></methodCall>"))
                .isEqualTo(Invocation.of("m"));
    }

    @Test
    void whiteSpaceAndCommentsBetweenElementsDoNotMatter() {
        assertThat(invocation("""
                        <?xml version="1.0"?>
                        <!-- a call -->
                        <methodCall>
                          <methodName> têšt </methodName>
                          <params>
                            <param> <value> <int>1</int> </value> </param>
                            <!-- <p> -->
                            <param><value><![CDATA[<x>]]></value></param>
                          </params>
                        </methodCall>
                        """)).isEqualTo(Invocation.of("têšt", 1L, "<x>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a/>",
                "<methodResponse><params/></methodResponse>",
                "<html><body>404</body></html>",
                "<x:methodCall xmlns:x='urn:x'><methodName>m</methodName></x:methodCall>",
                "<methodCall/>",
                "<methodCall><params/></methodCall>",
                "<methodCall><methodName/></methodCall>",
                "<methodCall><methodName> \n </methodName></methodCall>",
                "<methodCall><methodName><b>m</b></methodName></methodCall>",
                "<methodCall>text<methodName>m</methodName></methodCall>",
                "<methodCall><methodName>m</methodName>text</methodCall>",
                "<methodCall><methodName>m</methodName><methodName>n</methodName></methodCall>",
                "<methodCall><methodName>m</methodName><params/><params/></methodCall>",
                "<methodCall><methodName>m</methodName><params><value>1</value></params></methodCall>",
                "<methodCall><methodName>m</methodName><params>text</params></methodCall>",
                "<methodCall version='1'><methodName>m</methodName></methodCall>",
                "<?xml-stylesheet href='x'?><methodCall><methodName>m</methodName></methodCall>",
                "<methodCall><methodName>m<?pi?></methodName></methodCall>"
            })
    void wellFormedXmlThatIsNoCallIsAnInvalidRequest(String body) {
        assertThat(failure(body).code()).isEqualTo(Failure.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<value>1</value>text",
                "<value>1</value><value>2</value>",
                "<int>1</int>",
                "<value><int>1</int>text</value>",
                "<value>text<int>1</int></value>",
                "<value><int>1</int><int>2</int></value>",
                "<value><int>1<b/></int></value>",
                "<value><array/></value>",
                "<value><array>text<data/></array></value>",
                "<value><array><value>1</value></array></value>",
                "<value><array><data/><data/></array></value>",
                "<value><array><data><int>1</int></data></array></value>",
                "<value><array><data>text</data></array></value>",
                "<value><array><data><value>1</value>text</data></array></value>",
                "<value><struct>text</struct></value>",
                "<value><struct><name>a</name></struct></value>",
                "<value><struct><member/></struct></value>",
                "<value><struct><member><name>a</name></member></struct></value>",
                "<value><struct><member><value>1</value></member></struct></value>",
                "<value><struct><member><value>1</value><name>a</name></member></struct></value>",
                "<value><struct><member><name>a</name><name>b</name><value>1</value></member></struct></value>",
                "<value><struct><member><name>a</name><value>1</value><value>2</value></member></struct></value>",
                "<value><struct><member><name>a</name><value>1</value>text</member></struct></value>",
                "<value><struct><member><name><value>a</value></name><value>1</value></member></struct></value>",
                "<value><struct/><struct/></value>",
                "<value><struct/>text</value>"
            })
    void aParamOfAnotherFormIsAnInvalidRequest(String param) {
        assertThat(failure(callWith(param)).code()).isEqualTo(Failure.INVALID_REQUEST);
    }

    @Test
    void theMessageTellsWhatIsExpected() {
        assertThat(failure(callWith("")).text()).contains("'param'").contains("a param holds one value");
        assertThat(failure("<a/>").text()).contains("methodCall").contains("'a'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "<",
                "<methodCall>",
                "<methodCall><methodName>m</methodName></methodcall>",
                "<methodCall><methodName>m</methodName></methodCall><again/>",
                "<methodCall><methodName>m</methodName></methodCall>text",
                "\n<?xml version='1.0'?><methodCall><methodName>m</methodName></methodCall>",
                "<methodCall><methodName>&unknown;</methodName></methodCall>",
                "<methodCall><methodName>a & b</methodName></methodCall>",
                "<methodCall a=1><methodName>m</methodName></methodCall>",
                "<methodCall><methodName>m</methodName><p:params/></methodCall>"
            })
    void brokenXmlIsMalformed(String body) {
        assertThat(failure(body).code()).isEqualTo(Failure.MALFORMED);
    }

    @Test
    void aBrokenPlaceIsNamed() {
        assertThat(failure("<methodCall>\n<methodName>m</methodCall>").text()).contains("line 2");
    }

    @Test
    void nestingIsLimitedWithAClearMessage() {
        String open = "<value><array><data>".repeat(RpcCodec.MAX_NESTING);
        String close = "</data></array></value>".repeat(RpcCodec.MAX_NESTING);

        assertThat(XmlRpc.readValue(open + close)).isNotNull();
        Failure failure = failure(
                callWith("<value><struct><member><name>a</name>" + open + close + "</member></struct></value>"));
        assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure.text()).contains("nest deeper than 100");
    }

    @Test
    void aHundredThousandLevelsAreRefusedNotDiedOf() {
        assertThat(failure(callWith("<value><array><data>".repeat(100_000))).code())
                .isEqualTo(Failure.MALFORMED);
        assertThat(failure("<methodCall>".repeat(100_000)).code()).isEqualTo(Failure.INVALID_REQUEST);
    }

    @Test
    void aRefusedDocumentLeavesNoTraceInTheNext() {
        for (int i = 0; i < 200; i++) {
            failure(callWith("<value><array><data><value><struct><member><name>n" + i + "</name>"));
            failure(callWith("<value><int>1</int>text</value>"));
            assertThat(invocation(callWith("<value><int>" + i + "</int></value>")))
                    .isEqualTo(Invocation.of("m", (long) i));
        }
    }
}
