package dev.labhand.controller.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolveTest {

    private static final Inventory LAB = Inventories.of("""
                    nodes:
                      rack[1-2]: {}
                      lab7: {url: "http://10.0.0.7:7081/"}
                      switch1: {via: lab7, user: admin, port: 22, host: 10.0.0.5}
                      dut[1-3]: {ssh: true, port: 2222}
                      six: {ssh: true, host: "fe80::1"}
                    groups:
                      racks: rack[1-2]
                      duts: dut[1-3],switch1
                    defaults: {user: lab}
                    """);

    /** The options of the command line, as far as they select nodes. */
    private static Selector selector(String options) {
        List<String> words = List.of(options.split(" "));
        return new Selector(
                values(words, "-w"),
                values(words, "-g"),
                words.contains("-a"),
                values(words, "--hostfile"),
                values(words, "-x"),
                values(words, "-X"),
                words.contains("--ssh"),
                values(words, "--via").stream().findFirst(),
                values(words, "-l").stream().findFirst());
    }

    private static List<String> values(List<String> words, String option) {
        return IntStream.range(1, words.size())
                .filter(i -> words.get(i - 1).equals(option))
                .mapToObj(words::get)
                .toList();
    }

    private static List<String> names(Inventory inventory, String options) {
        return inventory.resolve(selector(options)).stream().map(Node::name).toList();
    }

    private static String address(Inventory inventory, String options) {
        List<Node> nodes = inventory.resolve(selector(options));
        assertThat(nodes).hasSize(1);
        return switch (nodes.getFirst().address()) {
            case Address.Agent agent -> agent.url().toString();
            case Address.Via via -> via.target() + " via " + via.agent().url();
            case Address.Ssh ssh -> "ssh " + ssh.host();
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    -w rack1                     ; http://rack1:7080
                    -w lab7                      ; http://10.0.0.7:7081
                    -w switch1                   ; admin@10.0.0.5:22 via http://10.0.0.7:7081
                    -w dut2                      ; ssh lab@dut2:2222
                    -w dut2 -l root              ; ssh root@dut2:2222
                    -w switch1 -l root           ; admin@10.0.0.5:22 via http://10.0.0.7:7081
                    -w root@switch1:23 -l me     ; root@10.0.0.5:23 via http://10.0.0.7:7081
                    -w root@dut1                 ; ssh root@dut1:2222
                    -w dut1:22                   ; ssh lab@dut1:22
                    -w lab7:99                   ; http://10.0.0.7:99
                    -w six                       ; ssh lab@[fe80::1]
                    -w new                       ; http://new:7080
                    -w new:81                    ; http://new:81
                    -w [::1]:81                  ; http://[::1]:81
                    -w 30abc                     ; http://30abc:7080
                    -w http://new                ; http://new
                    -w HTTPS://New:1/            ; https://New:1
                    -w http://[::1]:7080         ; http://[::1]:7080
                    -w ssh://h -l me             ; ssh me@h
                    -w ssh://h                   ; ssh lab@h
                    -w ssh://root@[fe80::1]:22   ; ssh root@[fe80::1]:22
                    -w ssh://a%21b@h             ; ssh a!b@h
                    -w new --ssh                 ; ssh lab@new
                    -w root@new:23 --ssh -l me   ; ssh root@new:23
                    -w new --via lab7 -l me      ; me@new via http://10.0.0.7:7081
                    -w [fe80::1]:22 --via lab7   ; lab@[fe80::1]:22 via http://10.0.0.7:7081
                    -w new --via gw              ; lab@new via http://gw:7080
                    -w new --via gw:81           ; lab@new via http://gw:81
                    -w new --via https://gw:81/  ; lab@new via https://gw:81
                    -w new --ssh --via gw        ; lab@new via http://gw:7080
                    """)
    void namesAreReachedByTheInventoryElseAsAsked(String options, String expected) {
        assertThat(address(LAB, options)).isEqualTo(expected);
    }

    @Test
    void withoutInventoryTheSshUserIsLeftToWhoConnects() {
        assertThat(address(Inventory.empty(), "-w a --ssh")).isEqualTo("ssh a");
        assertThat(address(Inventory.empty(), "-w a --via b")).isEqualTo("a via http://b:7080");
    }

    @Test
    void nodesWithAWayOfTheirOwnMayStandBesideThoseReachedThroughAnAgent() {
        assertThat(names(LAB, "-w new,dut1,rack1 --via lab7")).containsExactly("new", "dut1", "rack1");
        assertThat(names(LAB, "-w switch1 --via lab7")).containsExactly("switch1");
        Inventory urls = Inventories.of("nodes: {\"ssh://h\": {}, gw: {}}");
        assertThat(names(urls, "-w new,ssh://h --via gw")).containsExactly("new", "ssh://h");
    }

    @Test
    void theNameOfANodeIsWhatTheUserWrote() {
        assertThat(names(LAB, "-w HTTP://Lab:7080/,lab7,root@dut1"))
                .containsExactly("HTTP://Lab:7080", "lab7", "root@dut1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    -w b -w a,b              ; b a
                    -g racks                 ; rack1 rack2
                    -g racks,@duts           ; rack1 rack2 dut1 dut2 dut3 switch1
                    -w new -g racks          ; new rack1 rack2
                    -a                       ; rack1 rack2 lab7 switch1 dut1 dut2 dut3 six
                    -w six -a                ; six rack1 rack2 lab7 switch1 dut1 dut2 dut3
                    -a -x @duts              ; rack1 rack2 lab7 six
                    -a -X racks,duts         ; lab7 six
                    -a -x rack* -X duts      ; lab7 six
                    -g racks -x rack1        ; rack2
                    -g racks -x dut1,rack1   ; rack2
                    -g racks -X duts         ; rack1 rack2
                    -w lab7,a -x http://10.0.0.7:7081 ; a
                    -w lab7,a -x lab7:7081   ; a
                    -w http://10.0.0.7:7081,a -x lab7 ; a
                    -w a[1-9] -x a[5-7]      ; a1 a2 a3 a4 a8 a9
                    """)
    void whatIsIncludedLessWhatIsExcluded(String options, String expected) {
        assertThat(names(LAB, options)).containsExactly(expected.split(" "));
    }

    @Test
    void withoutInventoryPartOfAnExclusionMayBeUnknown() {
        assertThat(names(Inventory.empty(), "-w a[1-3] -x a[3-9]")).containsExactly("a1", "a2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
                    ""                     ; name some with -w, -g, -a or --hostfile
                    -w a -x a              ; everything named is also left out
                    -w a!a                 ; no node is selected
                    -w @typo               ; -w: node set '@typo': there is no group 'typo'
                    -g typo                ; -g: node set '@typo': there is no group 'typo'
                    -a -x @typo            ; -x: node set '@typo': there is no group 'typo'
                    -a -X typo             ; -X: node set '@typo': there is no group 'typo'
                    -a -x rak*             ; no node of the inventory matches 'rak*'
                    -a -x rak1             ; -x 'rak1': rak1 is neither selected nor in the inventory
                    -a -x rack1,rak[1-3]   ; rak[1-3] is neither selected
                    -a -x ssh://rack1      ; ssh://rack1 is neither selected
                    """)
    void whatIsUnknownOrNothingIsAnError(String options, String message) {
        assertThatThrownBy(() -> LAB.resolve(selector(options)))
                .isInstanceOf(UnknownTargetsException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    -a            ; -a means all nodes of the inventory
                    -w @racks     ; there are no groups: give an inventory
                    -w rack*      ; give an inventory
                    -w a[1-3] -x b; -x 'b': none of it is selected
                    """)
    void withoutInventoryTheErrorSaysSo(String options, String message) {
        assertThatThrownBy(() -> Inventory.empty().resolve(selector(options)))
                .isInstanceOf(UnknownTargetsException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
                    -w a[                   ; -w: node set 'a['
                    -a -x a[                ; -x: node set 'a['
                    -w root@new             ; a user is for SSH only: add --ssh or --via AGENT, or write ssh://root@new
                    -w root@lab7            ; the inventory has lab7 as an agent
                    -w a_b                  ; cannot stand in a URL
                    -w lab.1x               ; cannot stand in a URL
                    -w local --via lab7     ; 'local' is its own machine
                    -w new --via dut1       ; is an SSH host: name an agent
                    -w new --via ssh://gw   ; is an SSH host: name an agent
                    -w new --via root@gw    ; a user is for SSH only
                    -w new --via root:s@gw  ; a password does not belong
                    -w new --via http://a/b ; ends after host and port
                    -w rack1 -l root        ; every selected node is an agent
                    -w a:0                  ; -w: node set 'a:0': after ':' comes a port from 1 to 65535, not 0
                    -w root@a:99999 --ssh   ; node set 'root@a:99999': after ':' comes a port from 1 to 65535, not 99999
                    -w a:                   ; node set 'a': after the host comes nothing or ':' and a port
                    -w a:s3cret             ; node set 'a': after the host comes nothing or ':' and a port
                    -w ssh://h --via lab7   ; node set 'ssh://h': ssh:// is without an agent, and --via names one
                    -w a,ssh://h --via lab7 ; leave out ssh:// to go through the agent, or --via
                    -w rack1 --via lab7     ; --via http://10.0.0.7:7081: no selected node is reached through it
                    -w switch1 --via other  ; --via http://other:7080: no selected node is reached through it
                    --hostfile /no/such     ; host file '/no/such' cannot be read: there is no such file
                    """)
    void whatContradictsItselfIsAnErrorOfUsage(String options, String message) {
        assertThatThrownBy(() -> LAB.resolve(selector(options)))
                .isExactlyInstanceOf(InventoryException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"me:pw", "a b", "-oX", "", "a@b"})
    void aUserThatIsNoNameIsRefused(String user) {
        Selector selector = new Selector(
                List.of("h"),
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of(),
                true,
                Optional.empty(),
                Optional.of(user));
        assertThatThrownBy(() -> LAB.resolve(selector))
                .isExactlyInstanceOf(InventoryException.class)
                .hasMessageContaining("-l")
                .hasMessageNotContaining("pw");
    }

    @Test
    void hostFilesHoldNodeSetsAndComments(@TempDir Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "# all\r\nn[1-3]  # three\r\n\r\n@racks!rack2\nb1,b2");
        Path spare = Files.writeString(folder.resolve("spare"), "b1\n");
        assertThat(names(LAB, "--hostfile " + hosts)).containsExactly("n1", "n2", "n3", "rack1", "b1", "b2");
        assertThat(names(LAB, "-w ^" + hosts + " -x ^" + spare)).containsExactly("n1", "n2", "n3", "rack1", "b2");
    }

    @Test
    void aByteOrderMarkIsNoPartOfAName() {
        var stdin = new ByteArrayInputStream("\uFEFFa1\r\na2".getBytes(StandardCharsets.UTF_8));
        assertThat(new Selection(LAB, selector("--hostfile -"), stdin).nodes())
                .extracting(Node::name)
                .containsExactly("a1", "a2");
    }

    @Test
    void aHostFileCanBeStandardInput() {
        var stdin = new ByteArrayInputStream("a1\na2 # last".getBytes(StandardCharsets.UTF_8));
        assertThat(new Selection(LAB, selector("--hostfile -"), stdin).nodes())
                .extracting(Node::name)
                .containsExactly("a1", "a2");
    }

    @Test
    void errorsInHostFilesNameFileAndLine(@TempDir Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "a\n\nb c\n");
        assertThatThrownBy(() -> LAB.resolve(selector("--hostfile " + hosts)))
                .isExactlyInstanceOf(InventoryException.class)
                .hasMessageContaining(hosts + ":3: node set 'b c': white space");
        Files.writeString(hosts, "a\n@typo\n");
        assertThatThrownBy(() -> LAB.resolve(selector("--hostfile " + hosts)))
                .isInstanceOf(UnknownTargetsException.class)
                .hasMessageContaining(hosts + ":2: node set '@typo'");
        Files.write(hosts, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> LAB.resolve(selector("--hostfile " + hosts))).hasMessageContaining("not UTF-8");
        Files.writeString(hosts, "# nobody\n");
        assertThatThrownBy(() -> LAB.resolve(selector("--hostfile " + hosts)))
                .isInstanceOf(UnknownTargetsException.class);
    }

    @Test
    void selectorsForLibrariesAreShort() {
        assertThat(LAB.resolve(Selector.of("@racks", "lab7"))).hasSize(3);
        assertThat(LAB.resolve(Selector.everyNode())).hasSize(8);
    }
}
