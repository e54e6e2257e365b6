package dev.labhand.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SettingFlagsTest {

    private final CommandLine agent = new CommandLine(new AgentCommand()).setOverwrittenOptionsAllowed(true);

    private Map<Setting, List<String>> given(String... words) {
        agent.parseArgs(words);
        return SettingFlags.given(agent.getCommandSpec());
    }

    @Test
    void everySettingHasItsFlagInItsPlace() {
        assertThat(agent.getCommandSpec().options())
                .extracting(OptionSpec::longestName)
                .containsExactlyElementsOf(Stream.of(
                                Stream.of("--config", "--print-config"),
                                Arrays.stream(Setting.values()).map(Setting::flag),
                                Stream.of("--help", "--version"))
                        .flatMap(each -> each)
                        .toList());
    }

    @Test
    void whatIsNotGivenIsLeftOut() {
        assertThat(given()).isEmpty();
        assertThat(given("--print-config")).isEmpty();
    }

    @Test
    void theLastValueCountsAndListsGrow() {
        assertThat(given("--port", "1", "--labels", "a=b", "--insecure", "--port=2", "--labels=c=d,e=f"))
                .isEqualTo(Map.of(
                        Setting.PORT, List.of("2"),
                        Setting.LABELS, List.of("a=b", "c=d,e=f"),
                        Setting.INSECURE, List.of("true")));
    }

    @Test
    void aCommandLineKnowsNothingOfTheOneBefore() {
        given("--port", "1", "--identity", "/a");

        assertThat(given("--identity", "/b")).isEqualTo(Map.of(Setting.IDENTITY, List.of("/b")));
    }
}
