/** Listeners that tell people and programs what a run did: lines as they come, folded output, JSON, counts. */
@NullMarked
package dev.labhand.controller.report;

import org.jspecify.annotations.NullMarked;
