package dev.labhand.agent.http;

import dev.labhand.agent.job.TargetFiles;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.agent.library.FileStruct;
import dev.labhand.agent.rpc.Dispatcher;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.Log;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.util.Optional;

/**
 * {@code PUT|GET|HEAD /files?target=&path=}: files of any size. A request is a call of {@code file.put} or {@code file.get} whose
 * bytes are a body: allowed, shown and logged as such.
 */
public final class FilesEndpoint implements Endpoint {

    public static final String PATH = "/files";

    private final KeywordRegistry registry;
    private final Dispatcher dispatcher;
    private final TargetFiles targets;
    private final AnnouncedSizes sizes = new AnnouncedSizes();

    /** Over a registry that has the keywords for files. */
    public FilesEndpoint(KeywordRegistry registry, Dispatcher dispatcher, TargetFiles targets) {
        this.registry = registry;
        this.dispatcher = dispatcher;
        this.targets = targets;
    }

    /** The moving of one body, which answers unless it fails. */
    private interface Transfer {
        FileResult<?> run(RemoteFiles files);
    }

    @Override
    public void handle(Exchange exchange) {
        FileQuery query;
        try {
            query = FileQuery.of(exchange.request());
            if (exchange.request().getMethod().equals("PUT")) {
                FileUpload upload = FileUpload.of(exchange, query, sizes);
                exchange.runTransfer(
                        () -> dispatch(exchange, query, "file.put", upload::run), upload::waitsForClient, true);
            } else {
                FileDownload download = new FileDownload(exchange, query);
                exchange.runTransfer(
                        () -> dispatch(exchange, query, "file.get", download::run), download::waitsForClient, false);
            }
        } catch (IllegalArgumentException e) {
            exchange.replyText(400, String.valueOf(e.getMessage()));
        }
    }

    private void dispatch(Exchange exchange, FileQuery query, String keyword, Transfer transfer) {
        RegisteredKeyword called = new Call(registry.find(keyword).orElseThrow().spec(), log -> {
            log.info(exchange.request().getMethod() + " " + query.path() + " on " + query.target());
            return run(exchange, query, transfer);
        });
        Invocation invocation = Invocation.of(keyword);
        InvocationResult result =
                dispatcher.dispatch(exchange.caller(), _ -> Optional.of(called), invocation, Log.NONE);
        if (result instanceof InvocationResult.Failed(Failure failure)) {
            // Of those who ran, whoever failed has answered; this is for those who were not allowed to.
            exchange.replyText(403, failure.text());
        }
    }

    private InvocationResult run(Exchange exchange, FileQuery query, Transfer transfer) {
        FileResult<?> result = targets.open(query.target())
                .then(files -> {
                    try (files) {
                        return FileResult.done(transfer.run(files));
                    }
                })
                .then(moved -> moved instanceof FileResult.Failed<?>(FileFailure failure)
                        ? new FileResult.Failed<Boolean>(failure)
                        : FileResult.done(true));
        if (result instanceof FileResult.Failed<?>(FileFailure failure)) {
            FileErrors.reply(exchange, failure);
            return InvocationResult.failed(FileStruct.failure(failure));
        }
        return InvocationResult.passed(null);
    }

    /** A keyword whose arguments have been read already. */
    private record Call(KeywordSpec spec, Body body) implements RegisteredKeyword {

        @Override
        public Binding bind(Invocation invocation) {
            return new Binding.Ready(body);
        }

        @Override
        public Binding bindExactly(Invocation invocation) {
            return new Binding.Ready(body);
        }
    }
}
