package dev.labhand.agent.keyword;

import java.time.Instant;

/**
 * A plugin that could not be loaded, or not be offered.
 *
 * @param source its file, or the setting that names it
 * @param error what is wrong, as a clause after the source; may have several lines
 * @param since when it was found
 */
public record LibraryProblem(String source, String error, Instant since) {}
