package dev.labhand.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one parameter of a {@link Keyword}, or one component of a record of {@link Options}. The parameter's Java name
 * is its name on the wire.
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
}
