/**
 * JSON-RPC 2.0 (jsonrpc.org/specification) on Jackson's streaming parser. Where the specification leaves a choice:
 *
 * <ul>
 *   <li>A body that is not one JSON document in UTF-8 (RFC 8259 §8.1; a byte order mark is skipped), has an object with two
 *       members of one name, nests too deep, or has a number past the range of a double is -32700 as a whole, whether or not
 *       it is a batch. So is a charset parameter other than UTF-8 or US-ASCII.
 *   <li>{@code "id": null} asks for a reply. An id is echoed letter by letter; one that is no string, number or null is
 *       -32600 with the id null. A wrong request with a readable id is answered under that id.
 *   <li>{@code "params": null} is -32600. Members that the specification does not name are ignored.
 *   <li>A batch holds at most {@value dev.labhand.protocol.jsonrpc.RequestReader#MAX_BATCH} calls; a longer one is one -32600.
 *   <li>Numbers with a fraction or an exponent are doubles, all others are integers of any size.
 * </ul>
 *
 * <p>Bytes are written as base64, an {@link java.time.Instant} as ISO 8601 in UTC with {@code Z}, a
 * {@link java.time.LocalDateTime} as ISO 8601 without a zone; all are read as strings. A surrogate without its other half
 * becomes U+FFFD. NaN and the infinities cannot be carried.
 */
@NullMarked
package dev.labhand.protocol.jsonrpc;

import org.jspecify.annotations.NullMarked;
