package dev.labhand.protocol.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStructTest {

    @Test
    void isOneLineAndComesBack() {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("text", "a\n\r\"ü😀\u0000");
        struct.put("number", Long.MAX_VALUE);
        struct.put("items", List.of(true, 1.5, Map.of("x", "y")));

        byte[] json = JsonStruct.write(struct);

        assertThat(new String(json, StandardCharsets.UTF_8))
                .doesNotContain("\n", "\r")
                .startsWith("{\"text\":");
        assertThat(JsonStruct.read(json)).isEqualTo(struct);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "1", "{} {}", "{\"a\":1,\"a\":2}", "{\"a\":\"\u0000\"}"})
    void whatIsNoObjectIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonStruct.read(text.getBytes(StandardCharsets.UTF_8)));
    }
}
