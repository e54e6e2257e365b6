/** What both codecs share: the shape of a request body, and the structs that agent and controller exchange. */
@NullMarked
package dev.labhand.protocol;

import org.jspecify.annotations.NullMarked;
