package dev.labhand.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** A Debian machine in a container, with an OpenSSH server that lets root log in by key. */
public final class SshContainer extends GenericContainer<SshContainer> {

    private static final int SSH = 22;
    private static final String NETWORK = "bridge";

    /** Makes one, not started. */
    public SshContainer(SshKey identity) {
        super(DockerImageName.parse(image()));
        withImagePullPolicy(name -> false);
        withExposedPorts(SSH);
        withCopyToContainer(Transferable.of(identity.publicLine() + "\n", 0600), "/root/.ssh/authorized_keys");
        // Each container is a machine of its own: it makes its own host key, once.
        withCommand("sh", "-c", """
                if [ ! -e /etc/ssh/own ]; then
                  rm -f /etc/ssh/ssh_host_*_key* && ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key \
                  && touch /etc/ssh/own
                fi
                mkdir -p /run/sshd && exec /usr/sbin/sshd -D -e""");
        waitingFor(Wait.forLogMessage(".*Server listening on 0\\.0\\.0\\.0 port 22.*", 1));
    }

    /** The image's name: that of {@code LABHAND_E2E_IMAGE}, or the one that .ci/run makes. */
    static String image() {
        String name = System.getenv("LABHAND_E2E_IMAGE");
        return name == null || name.isBlank() ? "labhand-e2e-sshd:bookworm" : name;
    }

    /** {@code root@127.0.0.1:port}, with the port of this machine that leads into the container. */
    public String target() {
        return "root@127.0.0.1:" + getMappedPort(SSH);
    }

    /** A line of known_hosts for this container. */
    public String knownHost() {
        return SshKey.knownHost(
                getMappedPort(SSH),
                run("cat", "/etc/ssh/ssh_host_ed25519_key.pub").strip());
    }

    /** Keeps this machine's port that leads into the container where it is, whatever happens to the container; call it before the start. */
    public SshContainer onOnePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            addFixedExposedPort(free.getLocalPort(), SSH);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all SSH connections, as a broken network does: nobody is told. What runs lives on. */
    public void dropConnections() {
        run("pkill", "-KILL", "-f", "^sshd: root");
    }

    /** Pulls the network's plug. */
    public void unplug() {
        getDockerClient()
                .disconnectFromNetworkCmd()
                .withContainerId(getContainerId())
                .withNetworkId(NETWORK)
                .exec();
    }

    /** Puts the plug back. */
    public void plugIn() {
        getDockerClient()
                .connectToNetworkCmd()
                .withContainerId(getContainerId())
                .withNetworkId(NETWORK)
                .exec();
    }

    /** Kills all that runs, and starts the machine again with the files it had. */
    public void crash() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
        getDockerClient().startContainerCmd(getContainerId()).exec();
    }

    /** Runs a program to its end and returns what it wrote, whatever its exit code. */
    public String run(String... command) {
        try {
            return execInContainer(command).getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
