package dev.labhand.controller.client;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Invocation;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.controller.inventory.Address;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.time.Duration;
import java.util.Optional;

/** A target behind an agent: the agent's own machine, or a host that it reaches. */
final class AgentClient implements TargetClient {

    private final Address.Agent agent;
    private final Target target;
    private final AgentAccess access;
    private final RpcCodec codec;

    AgentClient(Address.Agent agent, Target target, AgentAccess access, RpcCodec codec) {
        this.agent = agent;
        this.target = target;
        this.access = access;
        this.codec = codec;
    }

    @Override
    public Ending exec(String command, ExecOptions options, CommandOutput output, Cancellation cancellation) {
        try (AgentSession session = session()) {
            return new AgentJob(
                            session, this::session, target, command, options, output, cancellation, access.silence())
                    .run();
        }
    }

    @Override
    public Outcome call(Invocation call, Optional<Duration> limit, Cancellation cancellation) {
        if (!(target instanceof Target.Local)) {
            return new Outcome.Rejected(target + " is reached through " + agent.url()
                    + " and offers no keywords of its own: call the agent instead");
        }
        try (AgentSession session = session()) {
            return new KeywordCall(session, call, limit, cancellation).run();
        }
    }

    @Override
    public FileResult<RemoteFiles> openFiles() {
        return FileResult.done(new AgentFiles(session(), agent, target, access));
    }

    private AgentSession session() {
        return new AgentSession(agent, access, codec);
    }
}
