package dev.labhand.ssh.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;

/** A command that can be sent signals (RFC 4254 section 6.9), and whose server tells whether it took them. */
final class SignallingExec extends ChannelExec {

    private volatile CompletableFuture<Boolean> reply = new CompletableFuture<>();

    private SignallingExec(String command) {
        super(command.getBytes(StandardCharsets.UTF_8), null, Map.of());
    }

    static SignallingExec start(PlainClient client, String command) throws IOException {
        SignallingExec channel = new SignallingExec(command);
        client.session.getService(ConnectionService.class).registerChannel(channel);
        channel.open().verify(PlainClient.LIMIT);
        return channel;
    }

    boolean signal(String name) throws Exception {
        reply = new CompletableFuture<>();
        Buffer packet = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
        packet.putUInt(getRecipient());
        packet.putString("signal");
        packet.putBoolean(true);
        packet.putString(name);
        writePacket(packet);
        return reply.get(PlainClient.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void handleSuccess() {
        reply.complete(true);
    }

    @Override
    public void handleFailure() {
        reply.complete(false);
    }
}
