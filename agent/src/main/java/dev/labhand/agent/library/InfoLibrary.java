package dev.labhand.agent.library;

import com.sun.management.OperatingSystemMXBean;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordLibrary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what this agent and its machine are. */
@KeywordLibrary(value = "Agent", doc = "What the agent and its machine are.")
public final class InfoLibrary {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern MEMORY_TOTAL = Pattern.compile("MemTotal:\\s+(\\d{1,15}) kB");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Map<String, @Nullable Object> fixed = new LinkedHashMap<>();
    private final IntSupplier keywords;
    private final IntSupplier runningJobs;

    /**
     * What the agent was told about itself.
     *
     * @param labels words that describe the machine, such as rack: 7
     */
    public record Identity(String name, String description, Map<String, String> labels) {
        public Identity {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }
    }

    /** An agent that starts now. */
    public InfoLibrary(Identity identity, IntSupplier keywords, IntSupplier runningJobs) {
        this.keywords = keywords;
        this.runningJobs = runningJobs;
        fixed.put("name", identity.name());
        fixed.put("version", Version.CURRENT);
        fixed.put("description", identity.description());
        fixed.put("hostname", Hostname.LOCAL);
        fixed.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        fixed.put("arch", System.getProperty("os.arch"));
        fixed.put("cpus", Runtime.getRuntime().availableProcessors());
        fixed.put("memoryBytes", memoryBytes());
        fixed.put("bootId", bootId());
        fixed.put("startedAt", Instant.now());
        fixed.put("labels", identity.labels());
    }

    @Keyword(
            value = "info",
            doc = "Tells what this agent and its machine are.",
            returns =
                    "name, version, description, hostname, os, arch, cpus, memoryBytes, bootId (empty where the system has"
                            + " none), startedAt, keywords (how many), runningJobs, labels",
            tags = "agent",
            blocking = false)
    public Map<String, @Nullable Object> info() {
        Map<String, @Nullable Object> info = new LinkedHashMap<>(fixed);
        Object labels = info.remove("labels");
        info.put("keywords", keywords.getAsInt());
        info.put("runningJobs", runningJobs.getAsInt());
        info.put("labels", labels);
        return info;
    }

    /** From the kernel's own table where there is one: the management beans cost a slower start. */
    private static long memoryBytes() {
        try (Stream<String> lines = Files.lines(MEMORY)) {
            Optional<Matcher> total =
                    lines.map(MEMORY_TOTAL::matcher).filter(Matcher::matches).findFirst();
            if (total.isPresent()) {
                return Long.parseLong(total.get().group(1)) * 1024;
            }
        } catch (IOException e) {
            // Not Linux.
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
