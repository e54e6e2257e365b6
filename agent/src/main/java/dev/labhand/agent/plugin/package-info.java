/**
 * Keywords that are programs: executables in a folder that is watched, Java libraries in jars, and libraries in Python. A
 * plugin describes itself once; its calls run in processes of their own, whose whole tree ends with a cancelled call.
 */
@NullMarked
package dev.labhand.agent.plugin;

import org.jspecify.annotations.NullMarked;
