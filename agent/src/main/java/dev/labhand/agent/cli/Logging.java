package dev.labhand.agent.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.slf4j.LoggerFactory;

/** The agent's log: to standard error, in code and not in XML because that starts faster. */
final class Logging {

    private Logging() {}

    /** From now on everything of level INFO is logged; of the libraries underneath, what is a warning. */
    static void start() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        BatchingAppender appender = new BatchingAppender(new FileOutputStream(FileDescriptor.err));
        appender.setContext(context);
        appender.setName("stderr");
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(Level.INFO);
        calmLibraries(context);
    }

    /** Of the libraries underneath, only what an operator of agents can do something about. */
    static void calmLibraries(LoggerContext context) {
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        // It warns of every connection that comes while a server stops.
        context.getLogger("org.eclipse.jetty.io.ManagedSelector").setLevel(Level.ERROR);
        // It warns of requests that are refused anyway.
        context.getLogger("org.eclipse.jetty.http.HttpParser").setLevel(Level.ERROR);
        // It warns of what strangers write into a Host header, in their words.
        context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.ERROR);
        // What it warns of is told by the outcomes of commands.
        context.getLogger("org.apache.sshd").setLevel(Level.ERROR);
    }

    /** Writes what has not been written yet. */
    static void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
