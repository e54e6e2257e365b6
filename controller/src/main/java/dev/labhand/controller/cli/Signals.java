package dev.labhand.controller.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Catches the signals that ask a process to end: the first one stops the run, the second one ends it, and with it the process
 * within two seconds, the third one ends the process at once. After {@link #close} they do again what they did before.
 */
final class Signals implements AutoCloseable {

    private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger first = new AtomicInteger();
    private final List<Runnable> restorers = new ArrayList<>();
    private final Runnable onFirst;
    private final Runnable onSecond;

    private Signals(Runnable onFirst, Runnable onSecond) {
        this.onFirst = onFirst;
        this.onSecond = onSecond;
    }

    /** From now on, the first signals do this. */
    static Signals catching(Runnable onFirst, Runnable onSecond) {
        Signals signals = new Signals(onFirst, onSecond);
        NAMES.forEach(signals::handle);
        return signals;
    }

    /** Catches nothing. */
    static Signals none() {
        return new Signals(() -> {}, () -> {});
    }

    /** The number of the first signal, if there was one. */
    OptionalInt caught() {
        return first.get() == 0 ? OptionalInt.empty() : OptionalInt.of(first.get());
    }

    @Override
    public void close() {
        restorers.forEach(Runnable::run);
        restorers.clear();
    }

    private void received(int number) {
        switch (count.incrementAndGet()) {
            case 1 -> {
                first.set(number);
                onFirst.run();
            }
            case 2 -> {
                haltAfter(LAST_WORDS);
                onSecond.run();
            }
            default -> halt();
        }
    }

    /** Whoever reads our output may have stopped doing so, and must not keep the process. */
    private void haltAfter(Duration pause) {
        Thread.ofPlatform().daemon().name("labhand-last-words").start(() -> {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                // Then at once.
            }
            halt();
        });
    }

    private void halt() {
        Runtime.getRuntime().halt(128 + first.get());
    }

    /**
     * By reflection, for javac warns of sun.misc.Signal in a way that nothing silences, although it is the JDK's only way to
     * notice a second Ctrl-C. Where it is missing or the signal is ignored (as for background jobs), all stays as it was.
     */
    private void handle(String name) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name);
            int number = (int) type.getMethod("getNumber").invoke(signal);
            InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    received(number);
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "labhand's handler of " + name;
            };
            Object proxy =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
            Method handle = type.getMethod("handle", type, handlerType);
            Object before = handle.invoke(null, signal, proxy);
            restorers.add(() -> invoke(handle, signal, before));
        } catch (InvocationTargetException | ClassNotFoundException e) {
            // The signal then does what it does to any process.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("sun.misc.Signal is not what it was", e);
        }
    }

    private static void invoke(Method handle, Object signal, Object handler) {
        try {
            handle.invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("sun.misc.Signal does not take back a handler that it gave", e);
        }
    }
}
