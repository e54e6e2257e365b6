package dev.labhand.ssh.files;

import dev.labhand.ssh.files.FileFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Moves the bytes of an open file, with several requests on their way, so that distance costs no speed. */
final class Transfer {

    private final Sftp sftp;
    private final byte[] handle;

    Transfer(Sftp sftp, byte[] handle) {
        this.sftp = sftp;
        this.handle = handle;
    }

    private record Question(int id, long offset, int length) {}

    /**
     * Reads in order.
     *
     * @param length bytes at most
     * @param ahead whether so many bytes are expected, so that it pays to ask ahead
     * @return how many there were
     */
    long read(long offset, long length, boolean ahead, Sink sink) throws IOException, FileException {
        ArrayDeque<Question> asked = new ArrayDeque<>();
        int depth = ahead ? sftp.limits().readsAtOnce() : 1;
        long next = offset;
        long left = length;
        long done = 0;
        try {
            while (true) {
                while (left > 0 && asked.size() < depth) {
                    int part = (int) Math.min(left, sftp.limits().read());
                    asked.add(new Question(sftp.askToRead(handle, next, part), next, part));
                    next += part;
                    left -= part;
                }
                Question question = asked.poll();
                if (question == null) {
                    return done;
                }
                int got = answered(question, sink);
                done += got;
                if (got < question.length()) {
                    return done;
                }
            }
        } finally {
            forget(asked);
        }
    }

    /** The answer to one question, which is asked on where the server gives less; less only at the file's end. */
    private int answered(Question question, Sink sink) throws IOException, FileException {
        int got = 0;
        Optional<Buffer> data = sftp.answer(question.id()).data();
        while (data.isPresent()) {
            Buffer bytes = data.get();
            give(sink, bytes);
            got += bytes.available();
            if (got >= question.length() || bytes.available() == 0) {
                break;
            }
            data = sftp.answer(sftp.askToRead(handle, question.offset() + got, question.length() - got))
                    .data();
        }
        return got;
    }

    private static void give(Sink sink, Buffer bytes) throws FileException {
        try {
            sink.write(bytes.array(), bytes.rpos(), bytes.available());
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    /** Takes what was asked for and is no longer wanted, so that it does not fill the memory. */
    private void forget(ArrayDeque<Question> asked) {
        try {
            for (Question question : asked) {
                sftp.answer(question.id());
            }
        } catch (IOException e) {
            // The session is over, and its memory with it.
        }
    }

    /**
     * Writes a stream up to its end.
     *
     * @param digest is told the bytes
     * @param most bytes that may come
     * @return how many came
     */
    long write(long offset, InputStream source, MessageDigest digest, long most) throws IOException, FileException {
        ArrayDeque<Integer> unconfirmed = new ArrayDeque<>();
        Pieces pieces = new Pieces(source, new byte[sftp.limits().write()]);
        long done = 0;
        try {
            for (int count = pieces.next(); count > 0; count = pieces.next()) {
                if (done + count > most) {
                    throw new FileException(Reason.REJECTED, "more bytes came than were announced");
                }
                while (unconfirmed.size() >= sftp.limits().writesAtOnce()) {
                    sftp.answer(unconfirmed.remove()).check();
                }
                digest.update(pieces.buffer, 0, count);
                unconfirmed.add(sftp.askToWrite(handle, offset + done, pieces.buffer, count));
                done += count;
            }
        } catch (FileException e) {
            confirm(unconfirmed);
            throw e;
        }
        confirm(unconfirmed);
        return done;
    }

    private void confirm(ArrayDeque<Integer> unconfirmed) throws IOException {
        while (!unconfirmed.isEmpty()) {
            sftp.answer(unconfirmed.remove()).check();
        }
    }

    /** A stream in pieces as large as may be. If it breaks off, what came before is a piece, too. */
    private static final class Pieces {

        private final InputStream source;
        private final byte[] buffer;
        private @Nullable IOException error;

        Pieces(InputStream source, byte[] buffer) {
            this.source = source;
            this.buffer = buffer;
        }

        /** How many bytes the next one has; 0 at the end. */
        int next() throws FileException {
            int filled = 0;
            try {
                while (error == null && filled < buffer.length) {
                    int count = source.read(buffer, filled, buffer.length - filled);
                    if (count < 0) {
                        return filled;
                    }
                    filled += count;
                }
            } catch (IOException e) {
                error = e;
            }
            if (filled == 0 && error != null) {
                throw brokenOff(error);
            }
            return filled;
        }
    }

    static FileException brokenOff(IOException error) {
        String why = error.getMessage();
        return new FileException(
                Reason.BROKEN_OFF,
                "it was broken off: " + (why == null ? error.getClass().getSimpleName() : why.replaceAll("\\s+", " ")));
    }
}
