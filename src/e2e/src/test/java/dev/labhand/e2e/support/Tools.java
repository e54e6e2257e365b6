package dev.labhand.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A search path for machines that have less than this one. */
public final class Tools {

    private Tools() {}

    /** A folder for {@code PATH} in which only these programs are found. */
    public static Path only(Path parent, String... programs) throws IOException {
        Path bin = Files.createDirectories(parent.resolve("tools"));
        for (String program : programs) {
            Path file = Files.writeString(bin.resolve(program), "#!/bin/sh\nexec /bin/" + program + " \"$@\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return bin;
    }
}
