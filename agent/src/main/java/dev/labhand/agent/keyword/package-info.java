/**
 * Keywords: the one registry that every face offers, how a Java method becomes a keyword, and how the arguments of an
 * invocation find their parameters.
 */
@NullMarked
package dev.labhand.agent.keyword;

import org.jspecify.annotations.NullMarked;
