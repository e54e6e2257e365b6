/**
 * The agent over HTTP: what a request must be to get in, how its body is read, and where calls run. The only user of Jetty.
 *
 * <p>Requests are read, and keywords that never wait answered, on the thread that read them from the network; all others run
 * on virtual threads.
 */
@NullMarked
package dev.labhand.agent.http;

import org.jspecify.annotations.NullMarked;
