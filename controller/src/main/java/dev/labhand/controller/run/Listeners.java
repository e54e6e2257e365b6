package dev.labhand.controller.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Tells listeners one thing after another, whichever threads it comes from, and keeps the run safe from them. */
final class Listeners {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<RunListener> listening;
    private final List<Throwable> faults = new ArrayList<>();

    Listeners(List<RunListener> listeners) {
        listening = new ArrayList<>(listeners);
    }

    void tell(Consumer<RunListener> message) {
        lock.lock();
        try {
            listening.removeIf(listener -> !told(listener, message));
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
