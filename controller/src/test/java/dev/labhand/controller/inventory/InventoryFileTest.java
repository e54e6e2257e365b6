package dev.labhand.controller.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.Target;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryFileTest {

    @TempDir
    private Path folder;

    private Inventory read(String yaml) throws Exception {
        return InventoryFile.read(Files.writeString(folder.resolve("lab.yaml"), yaml));
    }

    private static Object address(Inventory inventory, String name) {
        return inventory.address(name).orElseThrow();
    }

    private static Address.Agent agent(String url) {
        return new Address.Agent(URI.create(url));
    }

    @Test
    void theExampleOfTheGuideLoads() throws Exception {
        String guide = Files.readString(Path.of("..", "docs", "inventory.md"));
        String example =
                guide.substring(guide.indexOf("```yaml\n") + 8, guide.indexOf("```\n", guide.indexOf("```yaml\n") + 8));
        Inventory inventory = read(example);
        assertThat(inventory.all().fold())
                .isEqualTo("rack[1-2]n[01-10],lab[7-9],switch1,dut[1-4],http://127.0.0.1:7081");
        assertThat(inventory.group("racks")).contains(NodeSet.parse("rack[1-2]n[01-10]"));
        assertThat(inventory.group("all-but")).contains(NodeSet.parse("rack[1-2]n[01-10]!rack1n01"));
        assertThat(inventory.group("bench:left")).contains(NodeSet.parse("lab7,dut1"));
        assertThat(address(inventory, "rack2n03")).isEqualTo(agent("http://rack2n03:7080"));
        assertThat(address(inventory, "lab7")).isEqualTo(agent("https://lab7.example:7443"));
        assertThat(address(inventory, "lab9")).isEqualTo(agent("http://lab9.example:7080"));
        assertThat(address(inventory, "http://127.0.0.1:7081")).isEqualTo(agent("http://127.0.0.1:7081"));
        assertThat(inventory.resolve(Selector.of("dut4")).getFirst().address())
                .isEqualTo(new Address.Ssh((Target.SshHost) Target.parse("lab@dut4 jump=op@gate")));
        assertThat(inventory.resolve(Selector.of("switch1")).getFirst().address())
                .hasToString(
                        new Address.Via(agent("https://lab7.example:7443"), Target.parse("admin@10.0.0.5")).toString());
        assertThat(inventory.resolve(Selector.of("dut1")).getFirst().address())
                .isEqualTo(new Address.Ssh(Optional.of("lab"), "dut1", OptionalInt.of(2222)));
    }

    @Test
    void anAgentsPortComesFromTheNodeElseFromTheDefaults() throws Exception {
        Inventory inventory = read("""
                defaults: {port: 81}
                nodes:
                  a:
                  b: {port: 82}
                  c: {host: "::1"}
                  d: {host: "[::1]", ssh: false}
                  e[1-2]: {url: "http://{name}.x:9/"}
                """);
        assertThat(inventory.all().stream().map(name -> address(inventory, name)))
                .containsExactly(
                        agent("http://a:81"),
                        agent("http://b:82"),
                        agent("http://[::1]:81"),
                        agent("http://[::1]:81"),
                        agent("http://e1.x:9"),
                        agent("http://e2.x:9"));
    }

    @Test
    void viaMayNameALaterNodeOrAUrl() throws Exception {
        Inventory inventory = read("nodes:\n  a: {via: z}\n  b: {via: 'https://gw:1/', ssh: true}\n  z: {}\n");
        assertThat(address(inventory, "a"))
                .isInstanceOfSatisfying(
                        Address.Via.class, via -> assertThat(via.agent()).isEqualTo(agent("http://z:7080")));
        assertThat(address(inventory, "b"))
                .isInstanceOfSatisfying(
                        Address.Via.class, via -> assertThat(via.agent()).isEqualTo(agent("https://gw:1")));
    }

    @Test
    void groupsMayReferToLaterOnesAndBeLists() throws Exception {
        Inventory inventory = read("""
                nodes: {"n[1-9]": {}}
                groups:
                  most: "@all!@few"
                  all: "@*"
                  few: [n1, "n[2-3]", "@last"]
                  last: "*9"
                  src:a: n1
                """);
        assertThat(inventory.group("most").orElseThrow().fold()).isEqualTo("n[4-8]");
        assertThat(inventory.groupNames()).containsExactly("most", "all", "few", "last", "src:a");
        assertThat(inventory.group("none")).isEmpty();
    }

    @Test
    void withoutNodesTheGroupsSayWhichThereAre() throws Exception {
        Inventory inventory = read("groups:\n  a: n[1-2],http://h:1\n  b: '@a,m1'\n");
        assertThat(inventory.all().names()).containsExactly("n1", "n2", "http://h:1", "m1");
        assertThat(address(inventory, "m1")).isEqualTo(agent("http://m1:7080"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    ``                                          ; 1; there are no nodes
                    # nothing                                   ; 1; there are no nodes
                    nodes:                                      ; 1; there are no nodes
                    hello                                       ; 1; there must be lines 'key: value'
                    [a, b]                                      ; 1; there must be lines 'key: value' below it, not a list
                    nodes: {a: {}}|node: 1                      ; 2; inventory: 'node' means nothing here; what may stand here: nodes, groups, defaults
                    nodes: [a]                                  ; 1; nodes: there must be lines
                    nodes:|  a: 7080                            ; 2; nodes.a: there must be lines 'key: value' below it, not '7080'
                    nodes:|  a: {prot: 1}                       ; 2; nodes.a: 'prot' means nothing here; what may stand here: url, host, port, ssh, via, user
                    nodes:|  a: {}|  b: {}|  a: {}              ; 4; 'a' stands here and in line 2
                    nodes:|  a[1-3]: {}|  a2: {}                ; 3; nodes.a2: the node 'a2' is also in line 2
                    nodes:|  a[3-1]: {}                         ; 2; nodes.a[3-1]: node set 'a[3-1]'
                    nodes:|  "@a": {}                           ; 2; names and ranges, no groups or wildcards
                    nodes:|  "a*": {}                           ; 2; names and ranges, no groups or wildcards
                    nodes:|  a:1: {}                            ; 2; give user and port below it
                    nodes:|  root@a: {}                         ; 2; give user and port below it
                    nodes:|  a_b: {}                            ; 2; cannot stand in a URL
                    nodes:|  http://a: {port: 1}                ; 2; a URL says it all
                    nodes:|  n[1-2000000]: {}                   ; 2; more than 1,000,000 nodes
                    nodes:|  a: {port: "80"}                    ; 2; nodes.a.port: must be a port from 1 to 65535, not '80'
                    nodes:|  a: {port: 0}                       ; 2; nodes.a.port: must be a port
                    nodes:|  a: {port: 65536}                   ; 2; nodes.a.port: must be a port
                    nodes:|  a: {port: -1}                      ; 2; nodes.a.port: must be a port
                    nodes:|  a: {port: 99999999999}             ; 2; nodes.a.port: must be a port
                    nodes:|  a: {port: }                        ; 2; nodes.a.port: must be a port from 1 to 65535, not nothing
                    nodes:|  a: {ssh: yes}                      ; 2; nodes.a.ssh: must be true or false, not 'yes'
                    nodes:|  a: {user: 7, ssh: true}            ; 2; nodes.a.user: must be text (in quotes if it looks like a number)
                    nodes:|  a: {user: u}                       ; 2; nodes.a.user: is for SSH only
                    nodes:|  a: {user: "u:s3cret", ssh: true}   ; 2; passwords do not belong here
                    nodes:|  a: {user: "u u", ssh: true}        ; 2; 'u u' is no user's name
                    nodes:|  a: {host: ""}                      ; 2; nodes.a.host: it is empty
                    nodes:|  a: {host: "b:81"}                  ; 2; nodes.a.host: must be a host alone
                    nodes:|  a: {host: "b c"}                   ; 2; nodes.a.host: node set 'b c'
                    nodes:|  a[1-2]: {host: b}                  ; 2; nodes.a[1-2].host: several nodes would share it: write {name}
                    nodes:|  a[1-2]: {url: http://b}            ; 2; nodes.a[1-2].url: several nodes would share it
                    nodes:|  a: {url: b}                        ; 2; nodes.a.url: must be the http:// or https:// URL
                    nodes:|  a: {url: ssh://b}                  ; 2; nodes.a.url: must be the http:// or https:// URL of an agent; for SSH write 'ssh: true'
                    nodes:|  a: {url: http://u:s3cret@b}        ; 2; a password does not belong
                    nodes:|  a: {url: http://b/RPC2}            ; 2; ends after host and port
                    nodes:|  a:|    url: http://b|    port: 1   ; 4; nodes.a.port: with a url this has no meaning
                    nodes:|  a: {via: b}                        ; 2; nodes.a.via: there is no node 'b'
                    nodes:|  a: {via: a}                        ; 2; cannot be reached through itself
                    nodes:|  a: {via: b}|  b: {via: a}          ; 2; 'b' (line 3) is itself reached over SSH
                    nodes:|  a: {via: b}|  b: {ssh: true}       ; 2; 'b' (line 3) is itself reached over SSH
                    nodes:|  a: {via: ssh://b}                  ; 2; an SSH host cannot reach others
                    nodes:|  a: {via: http://b, ssh: false}     ; 2; nodes.a.ssh: contradicts 'via'
                    nodes:|  local: {via: http://b}             ; 2; 'local' is its own machine
                    nodes: {a: {}}|defaults: {prot: 1}          ; 2; defaults: 'prot' means nothing here
                    nodes: {a: {}}|defaults: {port: 0}          ; 2; defaults.port: must be a port
                    nodes: {a: {}}|defaults: {user: "a b"}      ; 2; defaults.user
                    nodes: {a: {}}|groups: a                    ; 2; groups: there must be lines
                    nodes: {a: {}}|groups:|  g: b               ; 3; groups.g: 'b' is no node: define it under nodes
                    nodes: {a: {}}|groups:|  g: "@h"            ; 3; groups.g: node set '@h': there is no group 'h'; the groups are g
                    nodes: {a: {}}|groups:|  g: "b*"            ; 3; no node of the inventory matches
                    nodes: {a: {}}|groups:|  g: a!a             ; 3; groups.g: the group has no node
                    nodes: {a: {}}|groups:|  g: []              ; 3; groups.g: the group has no node
                    nodes: {a: {}}|groups:|  g: {a: b}          ; 3; groups.g: must be a node set, or a list of node sets
                    nodes: {a: {}}|groups:|  g:|    - a|    - 7 ; 5; groups.g: must be a node set
                    nodes: {a: {}}|groups:|  g: "@g"            ; 3; groups.g: the group contains itself: g → g
                    nodes: {a: {}}|groups:|  f: a|  g: "@h"|  h: "@i"|  i: "@f,@g" ; 4; groups.g: the group contains itself: g → h → i → g
                    nodes: {a: {}}|groups:|  "g,h": a           ; 3; 'g,h' is no group's name
                    nodes: {a: {}}|groups:|  g: a|  g: a        ; 4; 'g' stands here and in line 3
                    groups:|  g: "@*"                           ; 2; need a section 'nodes'
                    groups:|  g: root@a                         ; 2; give user and port below it
                    nodes: {a: {}}|groups:|  g: @h              ; 3; put text that starts with @ in quotes
                    nodes: {a: {}}|groups:|  g: !h              ; 3; put what starts with * or ! in quotes
                    nodes: {a: {}}|groups:|  g: *h              ; 3; put what starts with * or ! in quotes
                    nodes: {a[1-3]: {}}                         ; 1; within { } and [ ] put names with ranges in quotes
                    nodes: {a: {}}|---|nodes: {b: {}}           ; 3; second document
                    nodes: {a: {}|                              ; 2; no YAML
                    """)
    void faultsNameFileLineAndKey(String yaml, int line, String message) {
        assertThatThrownBy(() -> read(yaml.replace('|', '\n')))
                .isExactlyInstanceOf(InventoryException.class)
                .hasMessageStartingWith("inventory " + folder.resolve("lab.yaml") + ":" + line + ": ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void whatCannotBeReadIsTold() throws Exception {
        assertThatThrownBy(() -> InventoryFile.read(folder.resolve("none.yaml")))
                .isExactlyInstanceOf(InventoryException.class)
                .hasMessage("inventory " + folder.resolve("none.yaml") + " cannot be read: there is no such file");
        assertThatThrownBy(() -> InventoryFile.read(folder)).hasMessageContaining("cannot be read");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xc3, 0x28});
        assertThatThrownBy(() -> InventoryFile.read(binary)).hasMessageContaining("not UTF-8");
        Path deep = Files.writeString(folder.resolve("deep"), "nodes: " + "[".repeat(100_000));
        assertThatThrownBy(() -> InventoryFile.read(deep)).isInstanceOf(InventoryException.class);
    }

    @Test
    void theFileIsTheOneAskedForElseTheEnvironmentsElseTheUsers() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path xdg = folder.resolve("xdg");
        Files.createDirectories(xdg.resolve("labhand"));
        Map<String, String> environment = Map.of("HOME", home.toString());
        assertThat(InventoryFile.locate(Optional.empty(), environment)).isEmpty();
        assertThat(InventoryFile.locate(Optional.empty(), Map.of())).isEmpty();

        Path own = Files.createDirectories(home.resolve(".config/labhand")).resolve("inventory.yaml");
        Files.writeString(own, "");
        assertThat(InventoryFile.locate(Optional.empty(), environment)).contains(own);

        Path ofXdg = Files.writeString(xdg.resolve("labhand/inventory.yaml"), "");
        environment = Map.of("HOME", home.toString(), "XDG_CONFIG_HOME", xdg.toString());
        assertThat(InventoryFile.locate(Optional.empty(), environment)).contains(ofXdg);

        environment = Map.of("HOME", home.toString(), "LABHAND_INVENTORY", "x.yaml");
        assertThat(InventoryFile.locate(Optional.empty(), environment)).contains(Path.of("x.yaml"));
        assertThat(InventoryFile.locate(Optional.of(Path.of("y.yaml")), environment))
                .contains(Path.of("y.yaml"));
    }
}
