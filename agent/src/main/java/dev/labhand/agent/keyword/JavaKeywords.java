package dev.labhand.agent.keyword;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import dev.labhand.api.Options;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes keywords of the annotated methods of a Java object. */
public final class JavaKeywords {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private JavaKeywords() {}

    /**
     * The library that an object is, named by {@link KeywordLibrary} or as its class is.
     *
     * @throws IllegalArgumentException as {@link #of}, or if it has no name that a library can have
     */
    public static Library library(Object library) {
        List<RegisteredKeyword> keywords = of(library);
        KeywordLibrary declared = library.getClass().getAnnotation(KeywordLibrary.class);
        if (declared != null) {
            return new Library(declared.value(), declared.doc(), declared.version(), keywords);
        }
        String name = library.getClass().getSimpleName();
        boolean suffixed = name.endsWith("Library") && !name.equals("Library");
        return new Library(suffixed ? name.substring(0, name.length() - "Library".length()) : name, "", "", keywords);
    }

    /**
     * One keyword for each public method that is marked with {@link Keyword}, by name.
     *
     * @throws IllegalArgumentException naming the method, if there is none or one is declared in a way that no face could
     *     offer
     */
    public static List<RegisteredKeyword> of(Object library) {
        List<RegisteredKeyword> keywords = new ArrayList<>();
        for (Method method : library.getClass().getMethods()) {
            Keyword keyword = method.getAnnotation(Keyword.class);
            if (keyword != null && !method.isBridge()) {
                keywords.add(read(library, method, keyword));
            }
        }
        if (keywords.isEmpty()) {
            throw new IllegalArgumentException(
                    library.getClass().getName() + " has no public method that is marked with @Keyword");
        }
        keywords.sort(Comparator.comparing(k -> k.spec().name()));
        return keywords;
    }

    private static RegisteredKeyword read(Object library, Method method, Keyword keyword) {
        try {
            List<JavaParameter> parameters = parameters(method);
            return new JavaKeyword(
                    spec(method, keyword, parameters), parameters, invoker(library, method), options(method));
        } catch (IllegalArgumentException | ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "keyword " + keyword.value() + " (" + method + "): " + e.getMessage(), e);
        }
    }

    private static KeywordSpec spec(Method method, Keyword keyword, List<JavaParameter> parameters) {
        return new KeywordSpec(
                keyword.value(),
                keyword.doc(),
                List.of(keyword.tags()),
                parameters.stream().map(JavaParameter::spec).toList(),
                JavaType.ofResult(method.getGenericReturnType()),
                keyword.returns(),
                keyword.blocking());
    }

    private static List<JavaParameter> parameters(Method method) {
        List<JavaParameter> parameters = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType() == Log.class) {
                continue;
            }
            if (parameter.isAnnotationPresent(Options.class)) {
                for (RecordComponent component : components(parameter)) {
                    parameters.add(JavaParameter.declared(
                            component.getName(),
                            component.getGenericType(),
                            component.getAnnotation(Arg.class),
                            Kind.NAMED_ONLY));
                }
                continue;
            }
            JavaParameter read = JavaParameter.declared(
                    parameter.getName(),
                    parameter.getParameterizedType(),
                    parameter.getAnnotation(Arg.class),
                    Kind.POSITIONAL_OR_NAMED);
            if (!parameters.isEmpty() && parameters.getLast().spec().kind() == Kind.NAMED_ONLY) {
                throw new IllegalArgumentException("@Options must be the last parameter");
            }
            if (!read.spec().optional()
                    && !parameters.isEmpty()
                    && parameters.getLast().spec().optional()) {
                throw new IllegalArgumentException(
                        "required parameter " + read.spec().name() + " comes after an optional one");
            }
            parameters.add(read);
        }
        return parameters;
    }

    private static RecordComponent[] components(Parameter parameter) {
        RecordComponent[] components = parameter.getType().getRecordComponents();
        if (components == null || components.length == 0) {
            throw new IllegalArgumentException("the type of @Options " + parameter.getName() + " must be a record");
        }
        return components;
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

    /** Takes the values of all components of the method's options as one array. */
    private static Optional<MethodHandle> options(Method method) throws ReflectiveOperationException {
        Optional<Parameter> last = Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(Options.class))
                .findFirst();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Class<?>[] types = Arrays.stream(components(last.get()))
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        var constructor = last.get().getType().getDeclaredConstructor(types);
        constructor.setAccessible(true);
        MethodHandle handle = LOOKUP.unreflectConstructor(constructor);
        return Optional.of(handle.asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class)));
    }
}
