package dev.labhand.controller.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** Catches the signals that ask a process to end: the first one stops the run, the next one ends the process at once. */
final class Signals {

    private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

    private final AtomicInteger first = new AtomicInteger();
    private final Runnable onFirst;

    private Signals(Runnable onFirst) {
        this.onFirst = onFirst;
    }

    /** From now on, the first signal does this. */
    static Signals catching(Runnable onFirst) {
        Signals signals = new Signals(onFirst);
        NAMES.forEach(signals::handle);
        return signals;
    }

    /** Catches nothing. */
    static Signals none() {
        return new Signals(() -> {});
    }

    /** The number of the first signal, if there was one. */
    OptionalInt caught() {
        return first.get() == 0 ? OptionalInt.empty() : OptionalInt.of(first.get());
    }

    private void received(int number) {
        if (first.compareAndSet(0, number)) {
            onFirst.run();
        } else {
            Runtime.getRuntime().halt(128 + number);
        }
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
            type.getMethod("handle", type, handlerType).invoke(null, signal, proxy);
        } catch (InvocationTargetException | ClassNotFoundException e) {
            // The signal then does what it does to any process.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("sun.misc.Signal is not what it was", e);
        }
    }
}
