package dev.labhand.ssh.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.files.FileFailure.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading single files on the agent's own machine, over its embedded server. */
class FilesReadTest extends LocalFilesTest {

    @ParameterizedTest
    @CsvSource({"0,9,0123456789", "3,5,345", "8,99,89", "10,,''", ",4,6789", ",99,0123456789"})
    void rangesAreRead(Long first, Long last, String part) throws IOException {
        Files.writeString(folder.resolve("f"), "0123456789");
        ByteRange range = new ByteRange(
                first == null ? OptionalLong.empty() : OptionalLong.of(first),
                last == null ? OptionalLong.empty() : OptionalLong.of(last));

        assertThat(new String(read(at("f"), range), StandardCharsets.UTF_8)).isEqualTo(part);
    }

    @Test
    void aRangeThatTheFileHasNothingOfIsNone() throws IOException {
        Files.writeString(folder.resolve("f"), "0123456789");

        assertThat(failure(files.get(at("f"), ByteRange.of(10, 1), false, (_, _, _) -> {})))
                .isEqualTo(new FileFailure(Reason.OUT_OF_RANGE, at("f") + ": has 10 bytes, and none of this range"));
    }

    @Test
    void filesOfTheKernelAreReadToTheirEnd() {
        assertThat(new String(read("/proc/self/limits", ByteRange.ALL), StandardCharsets.UTF_8))
                .contains("Max open files");
    }

    /** Sysfs says 4096 of all of them. */
    @ParameterizedTest
    @ValueSource(strings = {"/sys/class/net/lo/mtu", "/sys/class/net/lo/address"})
    void filesThatEndBeforeTheirSizeAreAsLongAsTheyRead(String path) throws IOException {
        byte[] there = Files.readAllBytes(Path.of(path));
        List<FileInfo> told = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        FileInfo got = done(files.get(path, ByteRange.ALL, false, new Sink() {
            @Override
            public void begin(FileInfo file) {
                told.add(file);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) {
                bytes.write(buffer, offset, length);
            }
        }));

        assertThat(Files.size(Path.of(path))).isGreaterThan(there.length);
        assertThat(bytes.toByteArray()).isEqualTo(there);
        assertThat(got.size()).isEqualTo(there.length);
        assertThat(got.sha256()).contains(Sha256.of(there));
        assertThat(told).containsExactly(got);
        assertThat(done(files.hash(path)))
                .returns((long) there.length, FileInfo::size)
                .returns(Optional.of(Sha256.of(there)), FileInfo::sha256);
        assertThat(read(path, ByteRange.of(1, 1))).containsExactly(there[1]);
        assertThat(failure(files.get(path, ByteRange.of(there.length, 1), false, (_, _, _) -> {})))
                .isEqualTo(new FileFailure(
                        Reason.OUT_OF_RANGE, path + ": has " + there.length + " bytes, and none of this range"));
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 5_000_000})
    void whatShrinksOrChangesWhileItIsReadIsNoFile(int size) throws IOException {
        Path file = Files.write(folder.resolve("f"), random(size));

        for (boolean hash : new boolean[] {false, true}) {
            FileFailure why = failure(files.get(at("f"), ByteRange.ALL, hash, new Sink() {
                @Override
                public void begin(FileInfo told) throws IOException {
                    Files.write(file, random((int) told.size() - 1));
                }

                @Override
                public void write(byte[] buffer, int offset, int length) {}
            }));

            assertThat(why).isEqualTo(new FileFailure(Reason.CHANGED, at("f") + ": changed while it was read"));
        }
    }

    @Test
    void whoTakesNoMoreEndsTheRead() throws IOException {
        Files.write(folder.resolve("f"), random(3_000_000));

        assertThat(failure(files.get(at("f"), ByteRange.ALL, false, (_, _, _) -> {
                            throw new IOException("enough");
                        }))
                        .reason())
                .isEqualTo(Reason.BROKEN_OFF);
        assertThat(read(at("f"), ByteRange.ALL)).hasSize(3_000_000);
    }
}
