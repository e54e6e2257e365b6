package dev.labhand.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Uploads over one warm connection with one cipher: by OpenSSH's {@code sftp}, and by Labhand, which also compares check-sums. */
final class SftpSuite {

    private static final String SENT = "labhand, until all was sent";
    private static final String PUT = "labhand, checked and in its place";
    private static final String SFTP = "sftp";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Workshop workshop;
    private final Pace pace;

    SftpSuite(Workshop workshop, Pace pace) {
        this.workshop = workshop;
        this.pace = pace;
    }

    List<Row> run() throws Exception {
        Sshd sshd = Sshd.start(workshop);
        Path file = StreamSuite.file(workshop, pace.mebibytes());
        Path there = file.resolveSibling("uploaded");
        Service labhand = UploadLoad.start(workshop, sshd, workshop.agent("agent", sshd));
        List<String> command =
                new ArrayList<>(List.of("bash", workshop.peer("sftp_put").toString()));
        command.addAll(sshd.arguments());
        command.add(Sshd.LABHANDS_CIPHER);
        Service sftp = workshop.start("sftp_put", command, Map.of());

        String title = "upload of " + pace.mebibytes() + " MiB";
        Standings whole = new Standings();
        Standings standings = new Contest("MiB/s: " + title)
                .with(SENT, time -> {
                    String[] seconds = upload(labhand, file, there).split(" ", -1);
                    whole.add(PUT, pace.mebibytes() / Double.parseDouble(seconds[1]));
                    return pace.mebibytes() / Double.parseDouble(seconds[0]);
                })
                .with(SFTP, time -> pace.mebibytes() / Double.parseDouble(upload(sftp, file, there)))
                .run(pace);
        Figure peer = standings.of(SFTP);
        Figure checked = whole.of(PUT).last(pace.rounds());
        return List.of(
                Row.ratio(title + " (" + SENT + ")", SFTP, standings.of(SENT), peer)
                        .atLeast(0.8),
                Row.ratio(title + " (" + PUT + ")", SFTP, checked, peer));
    }

    private static String upload(Service service, Path file, Path there) throws Exception {
        Files.deleteIfExists(there);
        String answer = service.ask(file + " " + there, LIMIT);
        if (Files.mismatch(file, there) >= 0) {
            throw new IOException("what was uploaded is not what was sent");
        }
        return answer;
    }
}
