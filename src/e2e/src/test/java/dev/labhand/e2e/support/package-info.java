/** Real parts for the end-to-end tests: processes, OpenSSH servers, containers, and Labhand as it is delivered. */
@NullMarked
package dev.labhand.e2e.support;

import org.jspecify.annotations.NullMarked;
