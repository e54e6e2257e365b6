package dev.labhand.api;

import dev.labhand.api.KeywordSpec.Kind;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one parameter of a {@link Keyword}, or one component of a record of {@link Options}. The parameter's Java name
 * is its name on the wire.
 *
 * <p>Types: {@code long}, {@code int}, {@link Number}, {@code double}, {@code boolean}, {@link String}, {@code byte[]},
 * {@link java.time.Duration}, {@link java.time.LocalDateTime}, {@link java.time.Instant}, enums (whose lower-case names are
 * the words on the wire), {@link java.util.List}, {@link java.util.Map} from strings, {@link JobId}, {@link dev.labhand.api.Target}, {@link Object} for
 * any wire value, and {@link java.util.Optional} of each. A last parameter {@code T... rest} takes all further positional
 * arguments.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Arg {

    /** What the argument means, with its unit and range. */
    String value();

    /** The name on the wire, where the Java name (the default) cannot be used. */
    String name() default "";

    /**
     * The value when the argument is left out, written as JSON; empty means that the argument is required, unless its Java
     * type is {@link java.util.Optional}.
     */
    String defaultValue() default "";

    /**
     * How the argument may be passed. A {@link Kind#KWARGS} parameter is a {@code Map<String, T>} of all further named
     * arguments. {@link Kind#VARARGS} need not be said: it is {@code T... rest}, and nothing else is. Components of options are always {@link Kind#NAMED_ONLY}.
     */
    Kind kind() default Kind.POSITIONAL_OR_NAMED;
}
