package dev.labhand.e2e.support;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** Software of others that a test talks to. */
public enum Peer {
    SSHD("OpenSSH's server", "apt-get install openssh-server"),
    SSH_TOOLS("OpenSSH's ssh, ssh-keygen and ssh-agent", "apt-get install openssh-client"),
    SUDO("sudo, and root to make accounts that only the tests see", "apt-get install sudo, as root"),
    PYTHON("Python 3", "apt-get install python3"),
    CURL("curl", "apt-get install curl"),
    ROBOT("Robot Framework 7", "pip install robotframework, and robot on the PATH or its path in LABHAND_ROBOT"),
    SSHLIBRARY("Robot Framework's SSHLibrary", "pip install robotframework-sshlibrary, beside robot"),
    PABOT("pabot", "pip install robotframework-pabot, beside robot"),
    BUSYBOX("BusyBox", "apt-get install busybox-static"),
    ROOT("root's right to bind files over others", "run the tests as root"),
    DOCKER("a Docker engine with the image " + SshContainer.image(), "see CONTRIBUTING.md, or use .ci/run");

    private final String title;
    private final String remedy;

    Peer(String title, String remedy) {
        this.title = title;
        this.remedy = remedy;
    }

    boolean isPresent() {
        return switch (this) {
            case SSHD -> OpenSshServer.isInstalled();
            case SSH_TOOLS -> onPath("ssh") && onPath("ssh-keygen") && onPath("ssh-agent") && onPath("ssh-add");
            case SUDO -> OwnAccounts.arePossible();
            case PYTHON -> onPath("python3");
            case CURL -> onPath("curl");
            case ROBOT -> RobotFramework.current().isPresent();
            case SSHLIBRARY ->
                RobotFramework.current().filter(RobotFramework::hasSshLibrary).isPresent();
            case PABOT ->
                RobotFramework.current().filter(RobotFramework::hasPabot).isPresent();
            case BUSYBOX -> program("busybox").isPresent();
            case ROOT -> System.getProperty("user.name").equals("root") && onPath("unshare");
            case DOCKER -> dockerHasImage();
        };
    }

    String absence() {
        return title + " is not here (" + remedy + ")";
    }

    private static boolean onPath(String program) {
        return program(program).isPresent();
    }

    /** Where a program is. */
    public static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean dockerHasImage() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return false;
        }
        try {
            DockerClientFactory.instance()
                    .client()
                    .inspectImageCmd(SshContainer.image())
                    .exec();
            return true;
        } catch (NotFoundException _) {
            return false;
        }
    }
}
