package dev.labhand.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpoolTest {

    private final SpoolFile file = new SpoolFile();

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void interleavedSpoolsGiveBackExactlyWhatTheyGot() {
        Random random = new Random(7);
        Spool[] spools = {new Spool(file), new Spool(file), new Spool(file)};
        ByteArrayOutputStream[] expected = {
            new ByteArrayOutputStream(), new ByteArrayOutputStream(), new ByteArrayOutputStream()
        };
        for (int i = 0; i < 600; i++) {
            byte[] piece = new byte[random.nextInt(i % 10 == 0 ? 40_000 : 700)];
            random.nextBytes(piece);
            spools[i % 3].append(piece);
            expected[i % 3].writeBytes(piece);
        }

        for (int i = 0; i < 3; i++) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            spools[i].transferTo(content::write);
            assertThat(content.toByteArray()).isEqualTo(expected[i].toByteArray());
        }
    }

    @Test
    void aReaderGoesOnWhereMoreWasAppended() {
        Spool spool = new Spool(file);
        Spool.Reading reading = spool.read();
        byte[] buffer = new byte[50_000];
        spool.append(new byte[10]);

        assertThat(reading.read(buffer, 0, buffer.length)).isEqualTo(10);
        assertThat(reading.read(buffer, 0, buffer.length)).isEqualTo(-1);
        spool.append(new byte[30_000]);
        int count = reading.read(buffer, 0, buffer.length);

        assertThat(count).isEqualTo(30_000);
        assertThat(reading.read(buffer, 0, 1)).isEqualTo(-1);
    }

    @Test
    void equalContentHasEqualFingerprintsHoweverItCame() {
        Spool whole = new Spool(file);
        Spool pieces = new Spool(file);
        Spool other = new Spool(file);
        whole.append(new byte[40_000]);
        for (int i = 0; i < 40; i++) {
            pieces.append(new byte[1000]);
        }
        other.append(new byte[39_999]);

        assertThat(pieces.fingerprint()).isEqualTo(whole.fingerprint()).isNotEqualTo(other.fingerprint());
    }
}
