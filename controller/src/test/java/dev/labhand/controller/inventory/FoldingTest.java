package dev.labhand.controller.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    node3,node1,node2            ; node[1-3]
                    n[8-11]                      ; n[8-11]
                    n[08-11]                     ; n[08-11]
                    n[98-99],n[100-101]          ; n[98-101]
                    n[08-99],n100                ; n[08-99,100]
                    n9,n010                      ; n[9,010]
                    n0,n00,n1,n01                ; n[0-1,00-01]
                    rack[1-2]n[01-10]            ; rack[1-2]n[01-10]
                    a,b,c                        ; a,b,c
                    a1b,a2b,a1                   ; a[1-2]b,a1
                    10.0.0.[1-3]                 ; 10.0.0.[1-3]
                    http://127.0.0.1:[7081-7083] ; http://127.0.0.1:[7081-7083]
                    ssh://u1@h[1-2]:22           ; ssh://u1@h[1-2]:22
                    ssh://u[1-2]@h1              ; ssh://u1@h1,ssh://u2@h1
                    http://[::1]:[1-2]           ; http://[::1]:[1-2]
                    http://[fe80::1]:1,http://[fe80::2]:1 ; http://[fe80::1]:1,http://[fe80::2]:1
                    s[1-2]x12345678901234567890  ; s[1-2]x12345678901234567890
                    """)
    void namesThatDifferInNumbersAreJoined(String expression, String folded) {
        assertThat(NodeSet.parse(expression).fold()).isEqualTo(folded);
        assertThat(NodeSet.parse(expression)).hasToString(folded);
    }

    @RepeatedTest(300)
    void parsingAFoldedSetGivesTheSameSet(RepetitionInfo repetition) {
        Set<String> names = names(new Random(repetition.getCurrentRepetition()));
        NodeSet set = NodeSet.of(names);
        assertThat(set.names()).containsExactlyElementsOf(names);
        assertThat(NodeSet.parse(set.fold())).isEqualTo(set);
    }

    private static Set<String> names(Random random) {
        List<String> shapes = List.of(
                "n#",
                "n#d#",
                "#",
                "a-#-b-#-c",
                "n0#",
                "#x#y#",
                "http://h#:%",
                "ssh://u#@h#",
                "[fe80::7]:%",
                "n#:%",
                "ssh://root@[::1]:%",
                "x",
                "1#.#",
                "n12345678901234567#",
                "n123456789012345678901#z#",
                "ü#");
        Set<String> names = new LinkedHashSet<>();
        int count = 1 + random.nextInt(60);
        int largest = List.of(3, 12, 105, 3000).get(random.nextInt(4));
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder();
            String shape = shapes.get(random.nextInt(shapes.size()));
            for (int at = 0; at < shape.length(); at++) {
                char c = shape.charAt(at);
                int number = 1 + random.nextInt(largest);
                String zeros = random.nextInt(4) == 0 ? "0" : "";
                name.append(c == '#' ? zeros + number : c == '%' ? String.valueOf(number) : String.valueOf(c));
            }
            names.add(name.toString());
        }
        return names;
    }

    @Test
    void tenThousandIrregularNamesSurviveFolding() {
        Random random = new Random(7);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            names.add("a-" + random.nextInt(5000) + "-b-" + random.nextInt(5000) + "-c");
        }
        NodeSet set = NodeSet.of(names);
        String folded = set.fold();
        assertThat(folded.length()).isLessThan(String.join(",", names).length());
        assertThat(NodeSet.parse(folded)).isEqualTo(set);
    }
}
