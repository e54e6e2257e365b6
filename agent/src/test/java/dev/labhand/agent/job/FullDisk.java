package dev.labhand.agent.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A disk with as much room as the test says. What does not fit is written as far as it does, as a real one does it. */
final class FullDisk implements Disk {

    private final Disk disk;
    private long room = Long.MAX_VALUE;

    FullDisk(Disk disk) {
        this.disk = disk;
    }

    void room(long bytes) {
        room = bytes;
    }

    @Override
    public OutputStream append(Path file) throws IOException {
        OutputStream out = disk.append(file);
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int fits = (int) Math.min(room, length);
                out.write(bytes, offset, fits);
                room -= fits;
                if (fits < length) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public long freeBytes() {
        return room;
    }
}
