package dev.labhand.controller.cli;

import dev.labhand.controller.client.Outcomes;
import dev.labhand.controller.client.Seconds;
import dev.labhand.controller.client.Structs;
import dev.labhand.protocol.JobSummary;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code job.list} returned, for readers: a line for each job, in columns. */
final class JobsText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int LONGEST_COMMAND = 80;

    private JobsText() {}

    /** @throws IllegalArgumentException if it is something else */
    static String of(@Nullable Object jobs) {
        if (!(jobs instanceof List<?> list)) {
            throw new IllegalArgumentException("job.list gave no list");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Object job : list) {
            rows.add(row(JobSummary.fromStruct(Structs.of(job))));
        }
        return rows.isEmpty() ? "no jobs" : String.join("\n", aligned(rows));
    }

    private static List<String> row(JobSummary job) {
        return List.of(
                job.job().value(),
                Outcomes.name(job.outcome()),
                TIME.format(job.startedAt().atZone(ZoneId.systemDefault())),
                Seconds.text(Duration.ofMillis(job.elapsedMs())),
                job.target(),
                command(job.command()));
    }

    private static String command(String command) {
        String line = command.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_COMMAND ? line : line.substring(0, LONGEST_COMMAND - 1) + "…";
    }

    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns - 1; i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .orElse(0);
                line.append(row.get(i)).repeat(" ", width - row.get(i).length() + 2);
            }
            lines.add(line.append(row.getLast()).toString());
        }
        return lines;
    }
}
