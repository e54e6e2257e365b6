package dev.labhand.controller.run;

import dev.labhand.controller.inventory.Node;
import dev.labhand.ssh.CommandOutput;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** Hands one target's output to the listeners until the target has ended; what comes later is nobody's. */
final class TargetOutput implements CommandOutput, AutoCloseable {

    private final Node node;
    private final Listeners listeners;
    private boolean ended;

    TargetOutput(Node node, Listeners listeners) {
        this.node = node;
        this.listeners = listeners;
    }

    @Override
    public void stdout(byte[] buffer, int offset, int length) {
        tell(Arrays.copyOfRange(buffer, offset, offset + length), (listener, bytes) -> listener.stdout(node, bytes));
    }

    @Override
    public void stderr(byte[] buffer, int offset, int length) {
        tell(Arrays.copyOfRange(buffer, offset, offset + length), (listener, bytes) -> listener.stderr(node, bytes));
    }

    private synchronized void tell(byte[] bytes, BiConsumer<RunListener, byte[]> message) {
        if (!ended && bytes.length > 0) {
            listeners.tell(listener -> message.accept(listener, bytes));
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
    }
}
