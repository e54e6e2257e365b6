package dev.labhand.agent.keyword;

import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.Log;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Makes keywords of the annotated methods of a Java object. */
public final class JavaKeywords {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private JavaKeywords() {}

    /**
     * The library that an object is, named by {@link KeywordLibrary} or as its class is. Its keywords have the names that they
     * declare.
     *
     * @throws IllegalArgumentException as {@link #of}, or if it has no name that a library can have
     */
    public static Library library(Object library) {
        return library(library, (_, declared) -> declared);
    }

    /**
     * The same for a plugin: on the RPC faces, its keywords' names begin with the library's.
     *
     * @throws IllegalArgumentException as {@link #library(Object)}
     */
    public static Library plugin(Object library) {
        return library(library, KeywordName::rpc);
    }

    /** @param names makes the name on the RPC faces of the library's name and what the keyword declares */
    private static Library library(Object library, BinaryOperator<String> names) {
        KeywordLibrary declared = library.getClass().getAnnotation(KeywordLibrary.class);
        String name = declared != null ? declared.value() : plainName(library.getClass());
        List<RegisteredKeyword> keywords = read(library, keyword -> names.apply(name, keyword));
        return declared != null
                ? new Library(name, declared.doc(), declared.version(), keywords)
                : new Library(name, "", "", keywords);
    }

    private static String plainName(Class<?> library) {
        String name = library.getSimpleName();
        boolean suffixed = name.endsWith("Library") && !name.equals("Library");
        return suffixed ? name.substring(0, name.length() - "Library".length()) : name;
    }

    /**
     * One keyword for each public method that is marked with {@link Keyword}, by name.
     *
     * @throws IllegalArgumentException naming the method, if there is none or one is declared in a way that no face could
     *     offer
     */
    public static List<RegisteredKeyword> of(Object library) {
        return read(library, UnaryOperator.identity());
    }

    private static List<RegisteredKeyword> read(Object library, UnaryOperator<String> names) {
        List<RegisteredKeyword> keywords = new ArrayList<>();
        for (Method method : library.getClass().getMethods()) {
            Keyword keyword = method.getAnnotation(Keyword.class);
            if (keyword != null && !method.isBridge()) {
                keywords.add(read(library, method, keyword, names));
            }
        }
        if (keywords.isEmpty()) {
            throw new IllegalArgumentException(
                    library.getClass().getName() + " has no public method that is marked with @Keyword");
        }
        keywords.sort(Comparator.comparing(k -> k.spec().name()));
        return keywords;
    }

    private static RegisteredKeyword read(Object library, Method method, Keyword keyword, UnaryOperator<String> names) {
        try {
            JavaSignature signature = JavaSignature.of(method);
            KeywordSpec spec = new KeywordSpec(
                    names.apply(keyword.value()),
                    KeywordName.robot(keyword.value()),
                    keyword.doc(),
                    List.of(keyword.tags()),
                    signature.parameters().stream().map(JavaParameter::spec).toList(),
                    JavaType.ofResult(method.getGenericReturnType()),
                    keyword.returns(),
                    keyword.blocking());
            return new JavaKeyword(spec, signature, invoker(library, method));
        } catch (IllegalArgumentException | ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "keyword " + keyword.value() + " (" + method + "): " + e.getMessage(), e);
        }
    }

    /** Takes the log, and then the values of the method's other parameters as one array. */
    private static MethodHandle invoker(Object library, Method method) throws IllegalAccessException {
        // The class may be package-private: only its keywords are for others.
        method.setAccessible(true);
        MethodHandle bound = logFirst(LOOKUP.unreflect(method).bindTo(library).asFixedArity());
        return bound.asSpreader(Object[].class, bound.type().parameterCount() - 1)
                .asType(MethodType.methodType(Object.class, Log.class, Object[].class));
    }

    /** The same method with its log as the first parameter, whether it has one or not. */
    private static MethodHandle logFirst(MethodHandle method) {
        MethodType type = method.type();
        int log = type.parameterList().indexOf(Log.class);
        if (log != type.parameterList().lastIndexOf(Log.class)) {
            throw new IllegalArgumentException("a keyword has one log");
        }
        if (log < 0) {
            return MethodHandles.dropArguments(method, 0, Log.class);
        }
        int[] order = new int[type.parameterCount()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i < log ? i + 1 : i == log ? 0 : i;
        }
        return MethodHandles.permuteArguments(
                method, type.dropParameterTypes(log, log + 1).insertParameterTypes(0, Log.class), order);
    }
}
