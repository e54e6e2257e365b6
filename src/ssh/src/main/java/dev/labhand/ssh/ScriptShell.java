package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.ssh.files.RemoteShell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Runs short scripts, whatever the account's shell is. */
record ScriptShell(Start commands) implements RemoteShell {

    /** Starts commands on the machine. */
    @FunctionalInterface
    interface Start {
        RunningCommand start(String command, ExecOptions options, CommandOutput output);
    }

    /** What is said after that is of no interest. */
    private static final int MOST_OUTPUT = 64 * 1024;

    @Override
    public Optional<String> run(String script) throws IOException {
        byte[] text = ShellScript.bytes(script);
        Collected output = new Collected();
        RunningCommand running =
                commands.start(ShellScript.launcher(text), ExecOptions.DEFAULTS.withStdin(text), output);
        try {
            Outcome outcome = running.ending().get().outcome();
            return outcome.succeeded() ? Optional.of(output.text()) : Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an ending never completes exceptionally", e);
        } catch (InterruptedException e) {
            running.stop("nobody waits for it any more");
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private static final class Collected implements CommandOutput {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void stdout(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, Math.min(length, MOST_OUTPUT - bytes.size()));
        }

        @Override
        public void stderr(byte[] buffer, int offset, int length) {
            // Programs that are missing are expected.
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
