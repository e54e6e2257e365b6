package dev.labhand.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.LibraryProblem;
import dev.labhand.agent.keyword.RegisteredKeyword.Binding;
import dev.labhand.agent.keyword.RegisteredKeyword.Body;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginsTest {

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private final KeywordRegistry registry = new KeywordRegistry();
    private Optional<Plugins> plugins = Optional.empty();

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("keywords"));
    }

    @AfterEach
    void close() {
        plugins.ifPresent(Plugins::close);
    }

    private void start() throws IOException {
        start(Scripts.limits(), new KeywordSource.Folder(folder));
    }

    private void start(Limits limits, KeywordSource... sources) throws IOException {
        plugins = Optional.of(Plugins.start(
                new PluginSettings(List.of(sources), "python3"), registry, temporary.resolve("data"), limits));
    }

    private @Nullable Object call(String keyword, @Nullable Object... arguments) {
        assertThat(body(keyword, arguments).run()).isInstanceOf(InvocationResult.Passed.class);
        return body(keyword, arguments).run() instanceof InvocationResult.Passed(var value) ? value : null;
    }

    private Body body(String keyword, @Nullable Object... arguments) {
        Binding binding = registry.find(keyword).orElseThrow().bind(Invocation.of(keyword, arguments));
        assertThat(binding).isInstanceOf(Binding.Ready.class);
        return ((Binding.Ready) binding).body();
    }

    private List<String> libraries() {
        return registry.libraries().stream().map(Library::name).toList();
    }

    private String problem(Path file) {
        Scripts.until(
                () -> registry.problems().stream().anyMatch(p -> p.source().equals(file.toString())));
        return registry.problems().stream()
                .filter(p -> p.source().equals(file.toString()))
                .map(LibraryProblem::error)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsThereAtTheStartIsOfferedWhenTheStartIsOver() throws IOException {
        Path file = Scripts.plugin(folder.resolve("board.sh"), "Board", "Flash Image", "echo '{\"return\": \"ok\"}'");
        Instant written = ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
        Scripts.until(() -> Instant.now().isAfter(written.plus(Scripts.limits().quiet())));

        start();

        assertThat(libraries()).containsExactly("Board");
        assertThat(registry.find("board.flash_image").orElseThrow().spec().robotName())
                .isEqualTo("Flash Image");
        assertThat(call("board.flash_image")).isEqualTo("ok");
        assertThat(registry.problems()).isEmpty();
    }

    @Test
    void filesComeChangeAndGoWhileItRuns() throws IOException {
        start();
        assertThat(libraries()).isEmpty();

        Path file = Scripts.plugin(folder.resolve("board.sh"), "Board", "Ping", "echo '{\"return\": 1}'");
        Scripts.until(() -> registry.find("board.ping").isPresent());
        assertThat(call("board.ping")).isEqualTo(1L);

        Scripts.plugin(file, "Rack", "Ping", "echo '{\"return\": 2}'");
        Scripts.until(() -> libraries().equals(List.of("Rack")));
        assertThat(call("rack.ping")).isEqualTo(2L);

        Files.delete(file);
        Scripts.until(() -> libraries().isEmpty());
    }

    @Test
    void aRunningCallOfAReplacedPluginEndsWithTheOldOne() throws Exception {
        start();
        Path file = folder.resolve("board.sh");
        String serve = """
                if [ "$1" = --describe ]; then
                  echo '{"library": "Board", "keywords": [{"name": "Ping"}], "persistent": true}'; exit
                fi
                while read -r call; do
                  %s
                  echo '{"id": 1, "return": %d}'
                done
                """;
        Scripts.write(file, serve.formatted("echo $$ >busy; while [ ! -e go ]; do sleep 0.01; done", 1));
        Scripts.until(() -> registry.find("board.ping").isPresent());
        CompletableFuture<InvocationResult> call = new CompletableFuture<>();
        Body old = body("board.ping");
        Thread.startVirtualThread(() -> call.complete(old.run()));
        long process = Scripts.pid(folder.resolve("busy"));

        Scripts.write(file, serve.formatted("", 2));
        Scripts.until(() -> body("board.ping").run().equals(InvocationResult.passed(2L)));
        Files.createFile(folder.resolve("go"));

        assertThat(call.get()).isEqualTo(InvocationResult.passed(1L));
        Scripts.until(() -> !Scripts.runs(process));
    }

    @Test
    void aPluginThatBreaksIsListedUntilItIsMended() throws IOException {
        start();
        Path file = Scripts.plugin(folder.resolve("board.sh"), "Board", "Ping", "echo '{\"return\": 1}'");
        Scripts.until(() -> registry.find("board.ping").isPresent());

        Scripts.write(file, "echo 'no board' >&2; exit 3");
        assertThat(problem(file)).isEqualTo("(--describe) exited with code 3; its standard error ends:\nno board");
        assertThat(libraries()).isEmpty();

        Scripts.plugin(file, "Board", "Ping", "echo '{\"return\": 1}'");
        Scripts.until(() -> registry.find("board.ping").isPresent());
        assertThat(registry.problems()).isEmpty();

        Scripts.write(file, "exit 3");
        problem(file);
        Files.delete(file);
        Scripts.until(() -> registry.problems().isEmpty());
    }

    @Test
    void aPluginThatFailsIsTriedAgain() throws IOException {
        start(Scripts.limits(Duration.ofMillis(300)), new KeywordSource.Folder(folder));
        Path file = Scripts.write(folder.resolve("board.sh"), """
                [ -e ready ] || exit 1
                echo '{"library": "Board", "keywords": []}'
                """);
        problem(file);

        Files.createFile(folder.resolve("ready"));

        Scripts.until(() -> libraries().equals(List.of("Board")));
        assertThat(registry.problems()).isEmpty();
    }

    @Test
    void onePluginThatHangsDelaysNoOther() throws IOException {
        Path bad = Scripts.write(folder.resolve("a.sh"), "echo $$ >hanging; exec sleep 1000");
        Scripts.plugin(folder.resolve("b.sh"), "Board", "Ping", "");
        Limits limits = Scripts.limits();
        start();
        Scripts.until(() -> libraries().equals(List.of("Board")));
        assertThat(registry.problems()).isEmpty();

        long process = Scripts.pid(folder.resolve("hanging"));
        assertThat(problem(bad))
                .isEqualTo("(--describe) took longer than " + limits.describe().toSeconds()
                        + " seconds and was ended, with all that it started");
        assertThat(Scripts.runs(process)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rubbish | prints no description: Unrecognized token
            {"library": "A", "keywords": [{"name": "x"}, {"name": "X"}]} | describes what cannot be offered: library A has two
            {"library": "Job", "keywords": []} | cannot be offered: library name 'Job' is reserved
            {"library": "FILE", "keywords": []} | cannot be offered: library name 'FILE' is reserved
            """)
    void whatCannotBeOfferedIsListedWithTheReason(String description, String reason) throws IOException {
        start();
        Path file = Scripts.write(folder.resolve("a.sh"), "cat <<'END'\n" + description + "\nEND\n");

        assertThat(problem(file)).contains(reason);
        assertThat(libraries()).isEmpty();
    }

    /** The agent's own library of that name. */
    static final class Board {
        @Keyword(value = "own", doc = "Own.", returns = "nothing")
        public void own() {}
    }

    @Test
    void aNameBelongsToTheFirstThatHasIt() throws IOException {
        registry.register(new Board());
        start();
        Path own = Scripts.plugin(folder.resolve("own.sh"), "Board", "Ping", "");
        assertThat(problem(own))
                .isEqualTo("cannot be offered: library 'Board' is the agent's own: a plugin must have another name");

        Path first = Scripts.plugin(folder.resolve("first.sh"), "Rack", "Ping", "echo '{\"return\": 1}'");
        Scripts.until(() -> registry.find("rack.ping").isPresent());
        Path second = Scripts.plugin(folder.resolve("second.sh"), "RACK", "Ping", "echo '{\"return\": 2}'");
        assertThat(problem(second)).isEqualTo("cannot be offered: there is a library 'RACK' already, of " + first);
        assertThat(call("rack.ping")).isEqualTo(1L);

        Files.delete(second);
        Scripts.until(() -> registry.problems().size() == 1);
        assertThat(call("rack.ping")).isEqualTo(1L);
    }

    @Test
    void aNameThatBecomesFreeIsTakenAtOnce() throws IOException {
        start(Scripts.limits(Duration.ofHours(1)), new KeywordSource.Folder(folder));
        Path first = Scripts.plugin(folder.resolve("first.sh"), "Rack", "Ping", "echo '{\"return\": 1}'");
        Scripts.until(() -> registry.find("rack.ping").isPresent());
        Path second = Scripts.plugin(folder.resolve("second.sh"), "Rack", "Pong", "echo '{\"return\": 2}'");
        problem(second);
        Path third = Scripts.plugin(folder.resolve("third.sh"), "Shelf", "Ping", "echo '{\"return\": 3}'");
        Scripts.until(() -> registry.find("shelf.ping").isPresent());

        Files.delete(first);
        Scripts.until(() -> registry.find("rack.pong").isPresent());
        assertThat(registry.problems()).isEmpty();

        Scripts.plugin(third, "Rack", "Ping", "echo '{\"return\": 3}'");
        problem(third);
        Scripts.plugin(second, "Board", "Pong", "echo '{\"return\": 2}'");
        Scripts.until(() -> registry.find("rack.ping").isPresent());
        assertThat(libraries()).containsExactly("Board", "Rack");
        assertThat(registry.problems()).isEmpty();
    }

    @Test
    void whatAPluginCannotOfferIsListedBesideWhatItOffers() throws IOException {
        start();
        Path file = Scripts.write(folder.resolve("board.sh"), """
                echo '{"library": "Board", "init": "In its slot.", "problems": ["No probe.", "No lamp."],
                       "keywords": [{"name": "Ping"}]}'
                """);

        assertThat(problem(file)).isEqualTo("No probe.\nNo lamp.");
        assertThat(libraries()).containsExactly("Board");
        assertThat(registry.library("Board").orElseThrow().init()).isEqualTo("In its slot.");

        Scripts.plugin(file, "Board", "Ping", "");
        Scripts.until(() -> registry.problems().isEmpty());
        assertThat(libraries()).containsExactly("Board");
    }

    @Test
    void onlyWhatLooksLikeAPluginIsLookedAt() throws IOException {
        Files.writeString(folder.resolve("README.md"), "read me");
        Files.createDirectory(folder.resolve("sub"));
        for (String name : List.of(".hidden", "board.sh~", ".board.sh.swp", "board.sh.swp", "#board.sh#", "x.tmp")) {
            Scripts.plugin(folder.resolve(name), "A" + name.length(), "Ping", "");
        }
        start();
        Scripts.plugin(folder.resolve("last"), "Last", "Ping", "");

        Scripts.until(() -> libraries().equals(List.of("Last")));
        assertThat(registry.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
    void whatOthersCanWriteIsRefused(String permissions) throws IOException {
        start();
        Path file = Scripts.plugin(folder.resolve("board.sh"), "Board", "Ping", "");
        Scripts.until(() -> libraries().equals(List.of("Board")));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThat(problem(file))
                .isEqualTo("can be written by other accounts, which could run anything through it: chmod go-w it");
        assertThat(libraries()).isEmpty();

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        assertThat(problem(folder)).contains("is not watched any more: keywords folder " + folder);
        close();
        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessage("keywords folder " + folder
                        + " can be written by other accounts, which could run anything through it: chmod go-w it");
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> start(Scripts.limits(), new KeywordSource.Folder(folder.resolve("no"))))
                .hasMessage("keywords folder " + folder + "/no does not exist: make it, or name another one");
    }

    @Test
    void theEndEndsAllProcesses() throws Exception {
        start();
        Scripts.plugin(folder.resolve("board.sh"), "Board", "Ping", """
                setsid sh -c 'echo $$ >away; exec sleep 1000' >/dev/null 2>&1 &
                echo $$ >main; exec sleep 1000""");
        Scripts.until(() -> registry.find("board.ping").isPresent());
        CompletableFuture<InvocationResult> call = new CompletableFuture<>();
        Body body = body("board.ping");
        Thread.startVirtualThread(() -> call.complete(body.run()));
        long main = Scripts.pid(folder.resolve("main"));
        long away = Scripts.pid(folder.resolve("away"));

        plugins.orElseThrow().close();

        assertThat(call.get()).isInstanceOf(InvocationResult.Failed.class);
        assertThat(Scripts.runs(main)).isFalse();
        assertThat(Scripts.runs(away)).isFalse();
    }
}
