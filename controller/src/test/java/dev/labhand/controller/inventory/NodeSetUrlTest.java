package dev.labhand.controller.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSetUrlTest {

    private static List<String> parse(String expression) {
        return List.copyOf(NodeSet.parse(expression).names());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    http://a:1,http://b:2                   ; http://a:1 http://b:2
                    http://127.0.0.1:[7081-7083]            ; http://127.0.0.1:7081 http://127.0.0.1:7082 http://127.0.0.1:7083
                    ssh://root@rack[1-2]:22                 ; ssh://root@rack1:22 ssh://root@rack2:22
                    https://h[1-2]:[1-2]                    ; https://h1:1 https://h1:2 https://h2:1 https://h2:2
                    http://[::1]:7080                       ; http://[::1]:7080
                    http://[::1]:[7080-7081]                ; http://[::1]:7080 http://[::1]:7081
                    ssh://root@[fe80::1]:22                 ; ssh://root@[fe80::1]:22
                    ssh://root@[fe80::1%eth0]               ; ssh://root@[fe80::1%eth0]
                    [2001:db8::1]:7080,[::1]                ; [2001:db8::1]:7080 [::1]
                    root@[fe80::1]:[22-23]                  ; root@[fe80::1]:22 root@[fe80::1]:23
                    http://a:[1-3]!http://a:2               ; http://a:1 http://a:3
                    http://a!http://a                       ; ''
                    http://a:[1-3]&http://a:[2-9]           ; http://a:2 http://a:3
                    http://a:[1-2]^http://a:[2-3]           ; http://a:1 http://a:3
                    http://a:[1-2]/!http://a:1/ , b         ; http://a:2 b
                    http://a:7080/                          ; http://a:7080
                    ssh://lab%21user@h!ssh://root@h         ; ssh://lab%21user@h
                    ssh://root@a!ssh://root@a,b             ; b
                    HTTP://Lab7:7080                        ; HTTP://Lab7:7080
                    name:7081,lab[1-2]:[8-9]                ; name:7081 lab1:8 lab1:9 lab2:8 lab2:9
                    """)
    void urlsAreNodes(String expression, String names) {
        assertThat(parse(expression)).isEqualTo(names.isEmpty() ? List.of() : List.of(names.split(" ")));
    }

    @Test
    void aUrlIsSubtractedFromAGroup() {
        Inventory lab = Inventories.of("nodes: {'http://a:[7080-7081]': {}}\ngroups: {all: 'http://a:[7080-7081]'}");
        assertThat(NodeSet.parse("@all!http://a:7080", lab)).containsExactly("http://a:7081");
        assertThat(NodeSet.parse("http://a:[7080-7082]!@all", lab)).containsExactly("http://a:7082");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
                    http://a/x              ; ends after host and port
                    http://a/x&b            ; ends after host and port
                    http://a?x=1&y=2        ; ends after host and port
                    http://a#x!b            ; ends after host and port
                    http://a//              ; ends after host and port
                    ftp://a                 ; starts with http://, https:// or ssh://
                    http://                 ; the host is missing
                    http://:80              ; the host is missing
                    ssh://@a                ; is no user's name
                    http://root@a           ; an agent's URL has no user
                    ssh://us!er@host        ; write it as %21
                    ssh://us&er@host        ; write it as %26
                    ssh://a^root@host       ; write it as %5E
                    ssh://%zz@host          ; two hexadecimal digits
                    ssh://%0a@host          ; is no user's name
                    ssh://-oProxy@host      ; is no user's name
                    ssh://-oProxy           ; is no host
                    http://a:0              ; a port from 1 to 65535
                    http://a:65536          ; a port from 1 to 65535
                    http://a:[65534-65536]  ; a port from 1 to 65535
                    lab:[0-3]               ; a port from 1 to 65535
                    lab:                    ; a port from 1 to 65535
                    lab:x                   ; a port from 1 to 65535
                    http://[::1             ; never closed
                    http://[::g]:1          ; is no IPv6 address
                    http://[::1]x           ; a port from 1 to 65535
                    [1:2]node               ; is no IPv6 address
                    ::1                     ; put an IPv6 address in brackets
                    2001:db8::1             ; put an IPv6 address in brackets
                    http://::1              ; put an IPv6 address in brackets
                    http://a*               ; is no host
                    """)
    void malformedUrlsAreErrorsOfUsage(String expression, String message) {
        assertThatThrownBy(() -> parse(expression))
                .isExactlyInstanceOf(InventoryException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://root:s3cret@a",
                "ssh://root:s3cret@a:22",
                "root:s3cret@a",
                "ssh://root:s3cret,x@a",
                "ssh://root:s3cret!x@a",
                "ssh://root:s3cret[x@a",
                "ssh://root:s3cret]@a",
                "ssh://root:s3cret/x@a",
                "ssh://root:s3cret x@a",
                "a,b,http://root:s3cret@a,c",
                "ssh://root:a@s3cret@b",
                "root:s3cret"
            })
    void passwordsAreRefusedAndNotRepeated(String expression) {
        assertThatThrownBy(() -> parse(expression))
                .isExactlyInstanceOf(InventoryException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void theRefusalOfAPasswordSaysWhatToDo() {
        assertThatThrownBy(() -> parse("ssh://root:pw@a"))
                .hasMessageContaining("--token-file")
                .hasMessageContaining("--identity");
    }
}
