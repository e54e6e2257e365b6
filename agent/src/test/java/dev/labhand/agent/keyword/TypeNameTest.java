package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.AnyOf;
import dev.labhand.api.ValueType.ListOf;
import dev.labhand.api.ValueType.OneOf;
import dev.labhand.api.ValueType.Simple;
import dev.labhand.api.ValueType.StructOf;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TypeNameTest {

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("int", Simple.INT),
                arguments("Integer", Simple.INT),
                arguments("float", Simple.DOUBLE),
                arguments("double", Simple.DOUBLE),
                arguments("number", Simple.NUMBER),
                arguments(" bool ", Simple.BOOLEAN),
                arguments("str", Simple.STRING),
                arguments("String", Simple.STRING),
                arguments("pathlib.Path", Simple.STRING),
                arguments("bytes", Simple.BYTES),
                arguments("list", Simple.LIST),
                arguments("tuple[int, str]", Simple.LIST),
                arguments("dict", Simple.STRUCT),
                arguments("collections.abc.Mapping", Simple.STRUCT),
                arguments("datetime.datetime", Simple.DATE_TIME),
                arguments("date", Simple.DATE_TIME),
                arguments("timedelta", Simple.SECONDS),
                arguments("None", Simple.NOTHING),
                arguments("any", Simple.ANY),
                arguments("", Simple.ANY),
                arguments("Board", Simple.ANY),
                arguments("list[int]", new ListOf(Simple.INT)),
                arguments("List[Board]", Simple.LIST),
                arguments("list[]", Simple.LIST),
                arguments("set[str]", new ListOf(Simple.STRING)),
                arguments("dict[str, int]", new StructOf(Simple.INT)),
                arguments("dict[str, dict[str, list[bytes]]]", new StructOf(new StructOf(new ListOf(Simple.BYTES)))),
                arguments("dict[str, Any]", Simple.STRUCT),
                arguments("int | None", new AnyOf(List.of(Simple.INT, Simple.NOTHING))),
                arguments("Optional[int]", new AnyOf(List.of(Simple.INT, Simple.NOTHING))),
                arguments("typing.Union[str, list[int]]", new AnyOf(List.of(Simple.STRING, new ListOf(Simple.INT)))),
                arguments("int | float", Simple.NUMBER),
                arguments("float | int | None", new AnyOf(List.of(Simple.NOTHING, Simple.NUMBER))),
                arguments("int | int", Simple.INT),
                arguments("int | Board", Simple.ANY),
                arguments("Annotated[int, 'volts | amperes']", Simple.INT),
                arguments("Literal['a', \"b|c\", 'it\\'s']", new OneOf(List.of("a", "b|c", "it's"))),
                arguments("Literal[1, 2]", Simple.ANY),
                arguments("Literal['a'] | None", new AnyOf(List.of(new OneOf(List.of("a")), Simple.NOTHING))),
                arguments("int]", Simple.ANY),
                arguments("[", Simple.ANY),
                arguments("|", Simple.ANY),
                arguments("'", Simple.ANY));
    }

    @ParameterizedTest
    @MethodSource("names")
    void namesOfPythonAndRobotAreKnown(String name, ValueType type) {
        assertThat(TypeName.parse(name)).isEqualTo(type);
    }
}
