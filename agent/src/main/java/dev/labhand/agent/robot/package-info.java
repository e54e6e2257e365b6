/**
 * Robot Framework's remote protocol, as methods of the XML-RPC face: the keywords of an agent, or of one of its libraries, as
 * the {@code Remote} library of Robot Framework 4 to 7 lists, documents and runs them.
 *
 * <p>Robot sends text where it knows no better, so that arguments are converted here by the parameter's type
 * ({@link dev.labhand.agent.robot.Conversion}), as on no other face. Whatever becomes of a keyword is a result with a status,
 * never a fault. Return values travel as the codec writes them, except that text with control characters becomes bytes
 * ({@link dev.labhand.agent.robot.ReturnValue}).
 */
@NullMarked
package dev.labhand.agent.robot;

import org.jspecify.annotations.NullMarked;
