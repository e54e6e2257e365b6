package dev.labhand.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a public method as a keyword: a named, typed, documented function that an agent offers on every face. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Keyword {

    /**
     * The name: of the agent's own keywords as it is on the RPC faces, such as {@code job.start}; of a plugin's in words, such
     * as {@code Flash Image}, which is {@code board.flash_image} there if the library is {@code Board}. Arguments may be
     * embedded, as in {@code Select ${animal} from list}: the first positional parameters take them.
     */
    String value();

    /** What the keyword does: a first sentence, then details. */
    String doc();

    /** What the result is, for the documentation. */
    String returns();

    /** Words to select keywords by. */
    String[] tags() default {};

    /**
     * Whether a call may wait for anything (a lock, a disk, a network). One that never does is answered on the thread
     * that read the request.
     */
    boolean blocking() default true;
}
