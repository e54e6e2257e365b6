import org.robotframework.remoteserver.RemoteServer;

/** The keyword add on jrobotremoteserver, called as run_keyword("add", [2, 3]). Run from source, with its own class path. */
public final class Peer {

    /** The library. */
    public static final class Calculator {
        public int add(int a, int b) {
            return a + b;
        }
    }

    public static void main(String[] args) throws Exception {
        RemoteServer server = new RemoteServer("127.0.0.1", 0);
        server.putLibrary("/", new Calculator());
        server.start();
        System.out.println("ready " + server.getLocalPort());
    }
}
