package dev.labhand.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of a {@link Keyword}, whose type is a record, as its options: each component, documented by
 * {@link Arg}, is a named-only parameter. Positional calls pass them as one trailing struct.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Options {}
