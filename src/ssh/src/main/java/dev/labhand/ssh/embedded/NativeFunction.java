package dev.labhand.ssh.embedded;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A function of the C library that returns a number. */
final class NativeFunction {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final ValueLayout.OfInt ERRNO = ValueLayout.JAVA_INT;
    private static final long ERRNO_OFFSET = CAPTURED.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final MethodHandle handle;

    private NativeFunction(String name, MethodHandle handle) {
        this.name = name;
        this.handle = handle;
    }

    /**
     * The function of that name.
     *
     * @throws NoSuchElementException if this C library has none
     */
    static NativeFunction of(String name, ValueLayout result, MemoryLayout... parameters) {
        return find(name, result, parameters)
                .orElseThrow(() -> new NoSuchElementException("the C library has no " + name));
    }

    /** The function of that name, if this C library has one. */
    @SuppressWarnings("restricted") // The descriptors given here are those of the Linux manual pages.
    static Optional<NativeFunction> find(String name, ValueLayout result, MemoryLayout... parameters) {
        return LINKER.defaultLookup().find(name).map(address -> {
            MethodHandle exact = LINKER.downcallHandle(
                    address, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
            return new NativeFunction(
                    name,
                    exact.asSpreader(Object[].class, parameters.length + 1)
                            .asType(MethodType.methodType(Object.class, Object[].class)));
        });
    }

    /** Calls it. A result of -1 comes back as the negated {@code errno}, as from the kernel itself. */
    long call(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            Object[] all = new Object[arguments.length + 1];
            all[0] = captured;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            long result = ((Number) (Object) handle.invokeExact(all)).longValue();
            return result == -1 ? -captured.get(ERRNO, ERRNO_OFFSET) : result;
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + name + Arrays.toString(arguments), e);
        }
    }

    /**
     * Calls a function that returns 0 for success, and does not fail while there is memory.
     *
     * @throws IllegalStateException if it fails all the same
     */
    void demand(Object... arguments) {
        long error = call(arguments);
        if (error != 0) {
            throw new IllegalStateException(name + " failed with error " + Math.abs(error));
        }
    }
}
