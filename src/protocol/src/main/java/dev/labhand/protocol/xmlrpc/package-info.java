/**
 * XML-RPC (xmlrpc.com/spec) with {@code <nil/>} and {@code <i8>}; no other extension.
 *
 * <p>Reading: {@link XmlEncoding} decodes, {@link MarkupLimits} keeps dangerous markup from the parser, Aalto parses,
 * {@link Grammar} refuses what the specification does not allow, Apache XML-RPC assembles, and {@link WireTypes} reads the
 * values. Where the specification leaves a choice:
 *
 * <ul>
 *   <li>What is not well-formed, has a DOCTYPE, nests too deep, names a struct member twice or has a value that its type
 *       cannot read is -32700; an unknown encoding is -32701, a byte that is no character in it -32702; well-formed XML that
 *       is no call (an unknown type, a {@code <param/>} without a value, an attribute or a processing instruction too) is
 *       -32600.
 *   <li>{@code <int>}, {@code <i4>} and {@code <i8>} take any integer of 64 bits. {@code nil} and {@code i8} may have any
 *       namespace, as long as their prefix is declared.
 *   <li>{@code <double>} takes decimal and exponent notation and {@code nan}, {@code inf}, {@code infinity} in any case.
 *   <li>{@code <dateTime.iso8601>} takes dashes in the date, a fraction of a second and a zone. With a zone it is an
 *       {@link java.time.Instant}, without one a {@link java.time.LocalDateTime}.
 * </ul>
 *
 * <p>Writing ({@link ValueWriter}): {@code <int>} within 32 bits, {@code <i8>} past them, {@code <string>} always spelled
 * out, doubles without exponents that read back exactly, {@code nan}, {@code inf} and {@code -inf} as Python writes them, both
 * kinds of dates as {@code yyyyMMdd'T'HH:mm:ss} (instants in UTC; fractions are cut off, for Robot Framework reads only this
 * form). A character that XML 1.0 cannot carry becomes U+FFFD; a carriage return is written as {@code &#13;}, else it would
 * arrive as a line feed.
 */
@NullMarked
package dev.labhand.protocol.xmlrpc;

import org.jspecify.annotations.NullMarked;
