package dev.labhand.agent.cli;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is set, and by what: a flag before a variable before the YAML file. */
final class Settings {

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

    /**
     * A value that was set.
     *
     * @param items one, or for a list any number
     * @param origin who set it, such as {@code --port}
     */
    record Value(List<String> items, String origin) {
        Value {
            items = List.copyOf(items);
        }

        /** The value of a setting that is no list. */
        String text() {
            return items.getFirst();
        }
    }

    /** Puts the sources together. */
    Settings(Map<Setting, List<String>> flags, Map<String, String> environment, Map<Setting, Value> file) {
        for (Setting setting : Setting.values()) {
            List<String> flag = flags.get(setting);
            String variable = environment.get(setting.variable());
            if (flag != null) {
                values.put(setting, new Value(setting.isList() ? split(flag) : flag, setting.flag()));
            } else if (variable != null && !variable.isBlank()) {
                List<String> items = List.of(variable.strip());
                values.put(setting, new Value(setting.isList() ? split(items) : items, setting.variable()));
            } else if (file.containsKey(setting)) {
                values.put(setting, file.get(setting));
            }
        }
    }

    /** What was set; empty if the default is in force. */
    Optional<Value> get(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    /** The one value of a setting; empty if the default is in force. */
    Optional<String> text(Setting setting) {
        return get(setting).map(Value::text);
    }

    /** All values of a setting; none if the default is in force. */
    List<String> items(Setting setting) {
        return get(setting).map(Value::items).orElse(List.of());
    }

    /** A complaint about a value, naming who set it. */
    ConfigException wrong(Setting setting, String problem) {
        String origin = get(setting).map(Value::origin).orElse(setting.flag());
        return new ConfigException(origin + " " + problem);
    }

    private static List<String> split(List<String> items) {
        return items.stream()
                .flatMap(item -> Arrays.stream(item.split(",", -1)))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
