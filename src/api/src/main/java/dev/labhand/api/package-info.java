/**
 * The words of Labhand as types: keywords and their invocations, targets, commands and outcomes. Depends on nothing but
 * the JDK, so that a plugin needs only this jar.
 *
 * <p>A <em>wire value</em>, wherever a parameter or result is an {@code Object}, is one of: {@code null}, {@link Boolean},
 * {@link Long} (every integer of at most 64 bits), {@link java.math.BigInteger} (a larger one, which only JSON can carry),
 * {@link Double}, {@link String}, {@code byte[]}, {@link java.time.LocalDateTime} (a date without a zone),
 * {@link java.time.Instant} (one with a zone), {@link java.util.List} of wire values, or {@link java.util.Map} from
 * {@link String} to wire values, in order.
 */
@NullMarked
package dev.labhand.api;

import org.jspecify.annotations.NullMarked;
