package dev.labhand.controller.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSetLanguageTest {

    private static final Inventory LAB = Inventories.of("""
                    nodes:
                      bckserv[1-2],dbserv[1-4],wwwserv[1-3],io[1-9]: {}
                      "http://127.0.0.1:[7081-7083]": {}
                    groups:
                      db: dbserv[1-4]
                      io1: io[1-3]
                      io2: io[4-6]
                      io3: io[7-9]
                      rack:J1: "@io1"
                      rack:J2: "@io2"
                      rack:J3: "@io3"
                      agents: http://127.0.0.1:[7081-7083]
                    """);

    private static List<String> parse(String expression) {
        return List.copyOf(NodeSet.parse(expression, LAB).names());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    node[1-3]                ; node1 node2 node3
                    node[08-11]              ; node08 node09 node10 node11
                    node2,node01,node001     ; node2 node01 node001
                    node[0-6/2]              ; node0 node2 node4 node6
                    node[000-012/4]          ; node000 node004 node008 node012
                    node[5,1-3,2]            ; node1 node2 node3 node5
                    dc[1-2]n[1-3]            ; dc1n1 dc1n2 dc1n3 dc2n1 dc2n2 dc2n3
                    foo[1-2]bar[1-2],foo3bar1; foo1bar1 foo1bar2 foo2bar1 foo2bar2 foo3bar1
                    node-00[1-6]0            ; node-0010 node-0020 node-0030 node-0040 node-0050 node-0060
                    node-1[0-48/16]          ; node-10 node-116 node-132 node-148
                    [3-9]0abc                ; 30abc 40abc 50abc 60abc 70abc 80abc 90abc
                    @io[1-3/2]               ; io1 io2 io3 io7 io8 io9
                    @@rack                   ; J1 J2 J3
                    *serv*!www*              ; bckserv1 bckserv2 dbserv1 dbserv2 dbserv3 dbserv4
                    """)
    void namesComeInTheOrderWritten(String expression, String names) {
        assertThat(parse(expression)).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    node2,node01,node001           ; node[2,01,001]
                    foo[1-2]bar[1-2],foo3bar1      ; foo[1-2]bar[1-2],foo3bar1
                    n[1-3]d[01-02]!n2d01           ; n[1,3]d[01-02],n2d02
                    node[1-9]!node6                ; node[1-5,7-9]
                    node[1-9]&node[6-12]           ; node[6-9]
                    node[1-9]^node[6-11]           ; node[1-5,10-11]
                    node[1-5],node[7-9]&node[1-3]  ; node[1-3]
                    @@rack                         ; J[1-3]
                    *serv*!www*                    ; bckserv[1-2],dbserv[1-4]
                    """)
    void operatorsHaveEqualPrecedenceFromLeftToRight(String expression, String folded) {
        assertThat(NodeSet.parse(expression, LAB).fold()).isEqualTo(folded);
    }

    @Test
    void digitsBeforeABracketBelongToBothEndsOfARange() {
        assertThat(parse("prod-1[10-345]"))
                .hasSize(1236)
                .startsWith("prod-110", "prod-111")
                .endsWith("prod-1345")
                .contains("prod-200", "prod-999", "prod-1000");
        assertThat(parse("n1[8-11,20]"))
                .startsWith("n18", "n19", "n20")
                .endsWith("n110", "n111", "n120")
                .hasSize(95);
        assertThat(NodeSet.parse("n1[8-11/1]")).isEqualTo(NodeSet.parse("n1[8-11]"));
    }

    @Test
    void digitsAroundABracketAreTextWhenDigitsFollow() {
        assertThat(parse("n-1[8-11]0")).containsExactly("n-180", "n-190", "n-1100", "n-1110");
        assertThat(parse("n[01-03]0,n1[01-02]")).containsExactly("n010", "n020", "n030", "n101", "n102");
    }

    @Test
    void longNumbersAreTextUnlessTheyCount() {
        assertThat(parse("s12345678901234567890,s1234567890123456789[1-2]"))
                .containsExactly("s12345678901234567890", "s12345678901234567891", "s12345678901234567892");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
                    node[009-11]     ; padding mismatch in '009-11'
                    node[9-011]      ; padding mismatch
                    n1[08-345]       ; padding mismatch in '08-345'
                    n-0[8-11]        ; padding mismatch in '08-011'
                    node[3-1]        ; runs backwards
                    node[]           ; a range in brackets is empty
                    node[1,,2]       ; a range in brackets is empty
                    node[1,]         ; a range in brackets is empty
                    node[1-5/0]      ; the step in '1-5/0' must be 1 or more
                    node[1/2]        ; '1/2' is no range
                    node[1-5/]       ; is no range
                    node[a-c]        ; 'a-c' is no range
                    node[-3]         ; '-3' is no range
                    node[1!2]        ; '1!2' is no range
                    node[@db]        ; '@db' is no range
                    node-00[1-6/2]0  ; digits cannot follow a range with a step
                    node1,,node2     ; a name is missing
                    node1,           ; a name is missing
                    ,node1           ; a name is missing
                    !node1           ; a name is missing
                    node1!           ; a name is missing
                    node1&^node2     ; a name is missing
                    ""               ; it is empty
                    " "              ; it is empty
                    node[1][2]       ; two brackets need a letter
                    node[1]2[3]      ; two brackets need a letter
                    node1]           ; closes that was never opened
                    node[1           ; never closed
                    node[[1]]        ; opens inside brackets
                    @io[1            ; never closed
                    node[1-3] node4  ; put a comma between two names
                    node 4           ; put a comma between two names
                    no/de            ; a name has no '/'
                    -node            ; is no host
                    no$de            ; is no host
                    node\\1          ; is no host
                    """)
    void whatIsMalformedIsAnErrorOfUsage(String expression, String message) {
        assertThatThrownBy(() -> parse(expression))
                .isExactlyInstanceOf(InventoryException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("node set '");
    }

    @Test
    void controlCharactersAreNeitherNamesNorRepeated() {
        assertThatThrownBy(() -> parse("node\u001b[1-2]"))
                .isExactlyInstanceOf(InventoryException.class)
                .hasMessageNotContaining("\u001b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    @typo            ; there is no group 'typo'; the groups are db, io1
                    @db!@typo        ; there is no group 'typo'
                    @db&@io[1-4]     ; there is no group 'io4'
                    @rack:J[1-4]     ; there is no group 'rack:J4'
                    @db!@rack:K*     ; no group matches 'rack:K*'
                    @                ; there is no group ''
                    @@nosource       ; no group has the source 'nosource'
                    x*               ; no node of the inventory matches 'x*'
                    dbserv[4-5]*     ; no node of the inventory matches 'dbserv5*'
                    io?? ; no node of the inventory matches 'io??'
                    """)
    void whatIsUnknownIsAnError(String expression, String message) {
        assertThatThrownBy(() -> parse(expression))
                .isInstanceOf(UnknownTargetsException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@racks", "node*", "@@"})
    void withoutAnInventoryTheErrorSaysToGiveOne(String expression) {
        assertThatThrownBy(() -> NodeSet.parse(expression))
                .isInstanceOf(UnknownTargetsException.class)
                .hasMessageContaining("-i FILE");
    }

    @Test
    void groupsCanBeMatchedAndAllNodesNamed() {
        assertThat(NodeSet.parse("@rack:*", LAB)).isEqualTo(NodeSet.parse("io[1-9]"));
        assertThat(NodeSet.parse("@*", LAB)).isEqualTo(LAB.all()).hasSize(21);
        assertThat(NodeSet.parse("@@", LAB).fold()).isEqualTo("db,io[1-3],agents");
        assertThat(NodeSet.parse("@*!io*!@agents,io[1-2]", LAB).fold())
                .isEqualTo("bckserv[1-2],dbserv[1-4],wwwserv[1-3],io[1-2]");
        assertThat(parse("?ckserv?")).containsExactly("bckserv1", "bckserv2");
        assertThat(parse("*:7082")).containsExactly("http://127.0.0.1:7082");
    }

    @Test
    void whiteSpaceMayStandAroundOperators() {
        assertThat(parse(" a1 , b[1, 2-3]\t! b2\n")).containsExactly("a1", "b1", "b3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n[1-1000000]m[1-1000000]",
                "n[1-1000000]m[1-1000000]o[1-1000000]p[1-1000000]q[1-1000000]",
                "n[1-1000001]",
                "n[0-999999999999999999]",
                "n[1-600000,700000-1200000]",
                "a[1-600000],b[1-600000]",
                "a[1-600000]^b[1-600000]",
                "@x[1-2000000]"
            })
    void moreThanAMillionNodesAreRefusedBeforeTheyAreMade(String expression) {
        assertThatThrownBy(() -> parse(expression))
                .isInstanceOf(InventoryException.class)
                .hasMessageContaining("more than 1,000,000 nodes");
    }

    @Test
    void numbersBeyondEighteenDigitsAreRefused() {
        assertThatThrownBy(() -> parse("n[1-99999999999999999999]")).hasMessageContaining("too large");
        assertThatThrownBy(() -> parse("n[1-5/99999999999999999999]")).hasMessageContaining("too large");
        assertThat(parse("n[999999999999999998-999999999999999999/999999999999999999]"))
                .containsExactly("n999999999999999998");
    }

    @Test
    void aMillionNodesAreFine() {
        NodeSet million = NodeSet.parse("n[0000-0999]m[1-1000]");
        assertThat(million.size()).isEqualTo(1_000_000);
    }

    @Test
    void setsCombineAndStayAsTheyAre() {
        NodeSet left = NodeSet.of(List.of("b", "a", "c"));
        NodeSet right = NodeSet.of(List.of("c", "d"));
        assertThat(left.union(right)).containsExactly("b", "a", "c", "d");
        assertThat(left.difference(right)).containsExactly("b", "a");
        assertThat(left.intersection(right)).containsExactly("c");
        assertThat(left.symmetricDifference(right)).containsExactly("b", "a", "d");
        assertThat(left).containsExactly("b", "a", "c");
        assertThat(left.contains("a")).isTrue();
        assertThat(left.contains("d")).isFalse();
        assertThat(left.difference(left).isEmpty()).isTrue();
        assertThat(left.difference(left).fold()).isEmpty();
        assertThatThrownBy(() -> left.names().add("x")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void setsOfTheSameNamesAreEqualInAnyOrder() {
        NodeSet reversed = NodeSet.parse("n[5-9],n[1-4]");
        assertThat(NodeSet.parse("n[1-9]")).isEqualTo(reversed).hasSameHashCodeAs(reversed);
        assertThat(NodeSet.parse("n1")).isNotEqualTo(NodeSet.parse("n01"));
    }

    @Test
    void aSetOfNamesTakesSingleNamesOnly() {
        assertThatThrownBy(() -> NodeSet.of(List.of("a[1-2]"))).isInstanceOf(InventoryException.class);
        assertThatThrownBy(() -> NodeSet.of(List.of("a,b"))).isInstanceOf(InventoryException.class);
    }
}
