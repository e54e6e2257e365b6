package dev.labhand.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names and documents a class with {@link Keyword}s. A class without it is called as the class is, less a trailing {@code
 * Library}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KeywordLibrary {

    /** The library's name, such as {@code Job}: letters, digits and underscores, beginning with a letter. */
    String value();

    /** What the library is for. */
    String doc();

    /** Its version; empty for the agent's. */
    String version() default "";
}
