package dev.labhand.ssh.embedded;

import dev.labhand.ssh.SshEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** One connection of MINA's stock client. */
final class PlainClient implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private final SshClient client = SshClient.setUpDefaultClient();
    final ClientSession session;

    PlainClient(SshEndpoint endpoint) throws IOException {
        this(
                endpoint,
                endpoint.user().orElseThrow(),
                endpoint.pinned().orElseThrow().identity());
    }

    PlainClient(SshEndpoint endpoint, String user, KeyPair key) throws IOException {
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setServerKeyVerifier((session, address, hostKey) ->
                KeyUtils.compareKeys(hostKey, endpoint.pinned().orElseThrow().hostKey()));
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.start();
        try {
            session = client.connect(user, endpoint.host(), endpoint.port().orElseThrow())
                    .verify(LIMIT)
                    .getSession();
            session.addPublicKeyIdentity(key);
            session.auth().verify(LIMIT);
        } catch (IOException e) {
            client.stop();
            throw e;
        }
    }

    /** How a command ended, and what it wrote. */
    record Run(@Nullable Integer status, @Nullable String signal, byte[] output, byte[] errors) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        String errorText() {
            return new String(errors, StandardCharsets.UTF_8);
        }
    }

    Run run(String command) throws IOException {
        return run(command, InputStream.nullInputStream(), Map.of());
    }

    Run run(String command, InputStream input, Map<String, String> variables) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (ChannelExec channel =
                session.createExecChannel(command.getBytes(StandardCharsets.UTF_8), null, variables)) {
            channel.setIn(input);
            channel.setOut(output);
            channel.setErr(errors);
            channel.open().verify(LIMIT);
            awaitEnd(channel);
            return new Run(
                    channel.getExitStatus(), channel.getExitSignal(), output.toByteArray(), errors.toByteArray());
        }
    }

    /** A command whose streams the test reads and writes itself. */
    ChannelExec start(String command) throws IOException {
        ChannelExec channel = session.createExecChannel(command.getBytes(StandardCharsets.UTF_8), null, null);
        channel.open().verify(LIMIT);
        return channel;
    }

    static void awaitEnd(ClientChannel channel) {
        if (channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT).contains(ClientChannelEvent.TIMEOUT)) {
            throw new AssertionError("the channel is still open after " + LIMIT);
        }
    }

    @Override
    public void close() {
        client.stop();
    }
}
