package dev.labhand.agent.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives a command a flag for each setting, in their order, and then those for help. */
final class SettingFlags implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            command.addOption(flag(setting));
        }
        return command.mixinStandardHelpOptions(true);
    }

    private static OptionSpec flag(Setting setting) {
        OptionSpec.Builder flag = OptionSpec.builder(setting.flag()).description(setting.doc());
        return setting.isSwitch()
                ? flag.type(Boolean.class).build()
                : flag.type(setting.isList() ? List.class : String.class)
                        .paramLabel(setting.placeholder())
                        .build();
    }

    /** What was said by the flags of a command line that was parsed. */
    static Map<Setting, List<String>> given(CommandSpec command) {
        Map<Setting, List<String>> given = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            Object value = command.findOption(setting.flag()).getValue();
            if (value instanceof List<?> items) {
                given.put(setting, items.stream().map(String::valueOf).toList());
            } else if (value != null) {
                given.put(setting, List.of(value.toString()));
            }
        }
        return given;
    }
}
