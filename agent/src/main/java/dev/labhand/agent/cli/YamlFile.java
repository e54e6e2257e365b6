package dev.labhand.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads settings from a YAML file: one mapping from names to values. */
final class YamlFile {

    private YamlFile() {}

    /** The settings in a file. */
    static Map<Setting, Settings.Value> read(Path file) throws ConfigException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            String why = Files.exists(file) ? "is not readable text" : "does not exist";
            throw new ConfigException("config file " + file + " " + why);
        }
        JsonNode root;
        try {
            root = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(text);
        } catch (JacksonException e) {
            throw new ConfigException("config file " + file + " is no YAML" + place(e) + ": " + firstLine(e));
        }
        Map<Setting, Settings.Value> values = new EnumMap<>(Setting.class);
        if (root.isMissingNode() || root.isNull()) {
            return values;
        }
        if (!root.isObject()) {
            throw new ConfigException("config file " + file + " should have a setting and its value on each line");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            Setting setting = Setting.of(entry.getKey())
                    .orElseThrow(() -> new ConfigException(
                            "config file " + file + ": there is no setting '" + entry.getKey() + "'"));
            List<String> items = items(file, setting, entry.getValue());
            if (!items.isEmpty()) {
                values.put(setting, new Settings.Value(items, file + ": " + setting.key()));
            }
        }
        return values;
    }

    private static List<String> items(Path file, Setting setting, JsonNode node) throws ConfigException {
        List<String> items = new ArrayList<>();
        if (node.isNull()) {
            return items;
        }
        if (node.isValueNode()) {
            items.add(node.asString());
        } else if (setting.isList() && node.isArray()) {
            for (JsonNode item : node) {
                items.add(scalar(file, setting, item));
            }
        } else if (setting.isPairs() && node.isObject()) {
            for (Map.Entry<String, JsonNode> label : node.properties()) {
                items.add(label.getKey() + "=" + scalar(file, setting, label.getValue()));
            }
        } else {
            throw new ConfigException("config file " + file + ": " + setting.key() + " should be "
                    + (setting.isList() ? "a list of values" : "one value"));
        }
        return items;
    }

    private static String scalar(Path file, Setting setting, JsonNode node) throws ConfigException {
        if (!node.isValueNode() || node.isNull()) {
            throw new ConfigException("config file " + file + ": " + setting.key() + " should hold plain values");
        }
        return node.asString();
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }

    private static String firstLine(JacksonException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("it cannot be parsed");
    }
}
