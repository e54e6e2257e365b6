package dev.labhand.agent.keyword;

import dev.labhand.api.Arg;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import dev.labhand.api.Options;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Java method takes as a keyword, and how the values of the keyword's parameters become its arguments.
 *
 * @param parameters in the order of {@link Kind}
 * @param slots one for each parameter of the method, but for its log
 */
record JavaSignature(List<JavaParameter> parameters, List<Slot> slots) {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** One parameter of the method, which takes values from these places among the keyword's parameters. */
    sealed interface Slot {
        record One(int place) implements Slot {}

        /** The array of a parameter {@code T... rest}. */
        record Rest(int place, Class<?> item) implements Slot {}

        /** A record of options; the handle takes its components as one array. */
        record Components(MethodHandle constructor, int[] places) implements Slot {}
    }

    /**
     * Reads the declarations.
     *
     * @throws IllegalArgumentException if keywords cannot take such parameters
     */
    static JavaSignature of(Method method) throws ReflectiveOperationException {
        List<List<JavaParameter>> declared = new ArrayList<>();
        List<Parameter> taken = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType() != Log.class) {
                taken.add(parameter);
                declared.add(declared(parameter));
            }
        }
        List<JavaParameter> sorted = declared.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(p -> p.spec().kind()))
                .toList();
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            int[] places = declared.get(i).stream().mapToInt(sorted::indexOf).toArray();
            slots.add(slot(taken.get(i), places));
        }
        return new JavaSignature(sorted, List.copyOf(slots));
    }

    /**
     * The method's arguments.
     *
     * @param values one for each of the parameters
     * @throws Throwable what the constructor of a record of options throws
     */
    @Nullable
    Object[] arguments(@Nullable Object[] values) throws Throwable {
        @Nullable Object[] arguments = new @Nullable Object[slots.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = switch (slots.get(i)) {
                case Slot.One(int place) -> values[place];
                case Slot.Rest(int place, Class<?> item) -> array(item, values[place]);
                case Slot.Components(MethodHandle constructor, int[] places) -> {
                    @Nullable Object[] components = new @Nullable Object[places.length];
                    for (int j = 0; j < places.length; j++) {
                        components[j] = values[places[j]];
                    }
                    yield (Object) constructor.invokeExact(components);
                }
            };
        }
        return arguments;
    }

    private static Object array(Class<?> item, @Nullable Object values) {
        List<?> items = values instanceof List<?> list ? list : List.of();
        Object array = Array.newInstance(item, items.size());
        for (int i = 0; i < items.size(); i++) {
            Array.set(array, i, items.get(i));
        }
        return array;
    }

    private static List<JavaParameter> declared(Parameter parameter) {
        if (parameter.isAnnotationPresent(Options.class)) {
            List<JavaParameter> components = new ArrayList<>();
            for (RecordComponent component : components(parameter)) {
                Arg arg = component.getAnnotation(Arg.class);
                components.add(
                        JavaParameter.declared(component.getName(), component.getGenericType(), arg, Kind.NAMED_ONLY));
            }
            return components;
        }
        Arg arg = parameter.getAnnotation(Arg.class);
        Kind kind = parameter.isVarArgs() ? Kind.VARARGS : arg == null ? Kind.POSITIONAL_OR_NAMED : arg.kind();
        return List.of(JavaParameter.declared(parameter.getName(), type(parameter, kind), arg, kind));
    }

    /** That of one argument. */
    private static Type type(Parameter parameter, Kind kind) {
        if (parameter.isVarArgs()) {
            return parameter.getType().getComponentType();
        } else if (kind == Kind.VARARGS) {
            throw new IllegalArgumentException(
                    "parameter " + parameter.getName() + ": varargs are declared as the last parameter, T... name");
        } else if (kind != Kind.KWARGS) {
            return parameter.getParameterizedType();
        } else if (parameter.getParameterizedType() instanceof ParameterizedType map
                && map.getRawType() == Map.class
                && map.getActualTypeArguments()[0] == String.class) {
            return map.getActualTypeArguments()[1];
        }
        throw new IllegalArgumentException(
                "parameter " + parameter.getName() + ": kwargs are declared as Map<String, T> name");
    }

    private static RecordComponent[] components(Parameter parameter) {
        RecordComponent[] components = parameter.getType().getRecordComponents();
        if (components == null || components.length == 0) {
            throw new IllegalArgumentException("the type of @Options " + parameter.getName() + " must be a record");
        }
        return components;
    }

    private static Slot slot(Parameter parameter, int[] places) throws ReflectiveOperationException {
        if (parameter.isVarArgs()) {
            return new Slot.Rest(places[0], parameter.getType().getComponentType());
        }
        return parameter.isAnnotationPresent(Options.class)
                ? new Slot.Components(constructor(parameter), places)
                : new Slot.One(places[0]);
    }

    private static MethodHandle constructor(Parameter options) throws ReflectiveOperationException {
        RecordComponent[] components = components(options);
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        var constructor = options.getType().getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return LOOKUP.unreflectConstructor(constructor)
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
    }
}
