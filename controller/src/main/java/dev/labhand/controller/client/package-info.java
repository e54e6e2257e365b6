/** How the controller talks to one target: to an agent over JSON-RPC and HTTP, or to an SSH host. */
@NullMarked
package dev.labhand.controller.client;

import org.jspecify.annotations.NullMarked;
