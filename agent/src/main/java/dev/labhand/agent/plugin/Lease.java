package dev.labhand.agent.plugin;

import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.Log;
import java.util.List;

/** Keeps what keywords need until the last call has ended, and no longer. Thread-safe. */
final class Lease {

    private final Runnable whenOver;
    private int running;
    private boolean ended;

    /** Something that is given up by this, which runs once. */
    Lease(Runnable whenOver) {
        this.whenOver = whenOver;
    }

    /** The same library; its calls are counted. */
    Library over(Library library) {
        List<RegisteredKeyword> keywords =
                library.all().stream().<RegisteredKeyword>map(Leased::new).toList();
        return new Library(library.name(), library.doc(), library.init(), library.version(), keywords);
    }

    /** No call begins from now on; when none runs any more, it is over. */
    void end() {
        boolean over;
        synchronized (this) {
            over = !ended && running == 0;
            ended = true;
        }
        if (over) {
            whenOver.run();
        }
    }

    private synchronized boolean begin() {
        if (!ended) {
            running++;
        }
        return !ended;
    }

    private void finish() {
        boolean over;
        synchronized (this) {
            running--;
            over = ended && running == 0;
        }
        if (over) {
            whenOver.run();
        }
    }

    private final class Leased implements RegisteredKeyword {

        private final RegisteredKeyword keyword;

        Leased(RegisteredKeyword keyword) {
            this.keyword = keyword;
        }

        @Override
        public KeywordSpec spec() {
            return keyword.spec();
        }

        @Override
        public Binding bind(Invocation invocation) {
            return leased(keyword.bind(invocation));
        }

        @Override
        public Binding bindExactly(Invocation invocation) {
            return leased(keyword.bindExactly(invocation));
        }

        private Binding leased(Binding binding) {
            return binding instanceof Binding.Ready(Body body) ? new Binding.Ready(log -> run(body, log)) : binding;
        }

        private InvocationResult run(Body body, Log log) {
            if (!begin()) {
                return InvocationResult.failed(Failure.keywordFailed(
                        keyword.spec().name() + " was replaced or removed while it was called: call it again",
                        false,
                        false));
            }
            try {
                return body.run(log);
            } finally {
                finish();
            }
        }
    }
}
