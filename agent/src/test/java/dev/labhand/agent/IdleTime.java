package dev.labhand.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Lets the time pass after which an agent closes connections on which nothing happens. */
public final class IdleTime {

    private static final int MILLIS = 30_000;

    private IdleTime() {}

    /** Returns when the agent has closed two connections that said nothing, the second one made after the first one's end. */
    public static void passTwice(int port) throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
                silent.setSoTimeout(MILLIS);
                if (silent.getInputStream().read() >= 0) {
                    throw new IOException("the agent speaks first");
                }
            }
        }
    }
}
