/** Measurements of Labhand side by side with its peers, in one run. See {@code docs/benchmarks.md}. */
@NullMarked
package dev.labhand.benchmark;

import org.jspecify.annotations.NullMarked;
