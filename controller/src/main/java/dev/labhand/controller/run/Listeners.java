package dev.labhand.controller.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Tells listeners one thing after another, whichever threads it comes from, and keeps the run safe from them. */
final class Listeners {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<RunListener> listening;
    private final List<Throwable> faults = new ArrayList<>();
    private boolean ended;

    Listeners(List<RunListener> listeners) {
        listening = new ArrayList<>(listeners);
    }

    void tell(Consumer<RunListener> message) {
        tell(() -> true, message);
    }

    /** Tells it if the condition holds, which is looked at in the same turn. */
    void tell(BooleanSupplier condition, Consumer<RunListener> message) {
        lock.lock();
        try {
            if (!ended && condition.getAsBoolean()) {
                listening.removeIf(listener -> !told(listener, message));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells the last thing: what comes later is told to nobody. */
    void tellLast(Consumer<RunListener> message) {
        lock.lock();
        try {
            tell(message);
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean told(RunListener listener, Consumer<RunListener> message) {
        try {
            message.accept(listener);
            return true;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            faults.add(e);
            return false;
        }
    }

    void addFault(Throwable fault) {
        lock.lock();
        try {
            faults.add(fault);
        } finally {
            lock.unlock();
        }
    }

    List<Throwable> faults() {
        lock.lock();
        try {
            return List.copyOf(faults);
        } finally {
            lock.unlock();
        }
    }
}
