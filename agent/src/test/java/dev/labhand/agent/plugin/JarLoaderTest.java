package dev.labhand.agent.plugin;

import static dev.labhand.agent.plugin.Results.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.RegisteredKeyword.Binding;
import dev.labhand.agent.keyword.RegisteredKeyword.Body;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordPlugin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars in a keywords folder, built from source as users build them. */
class JarLoaderTest {

    private static final Pattern LIBRARY = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private final KeywordRegistry registry = new KeywordRegistry();
    private final RecordedLog log = new RecordedLog();
    private Optional<Plugins> plugins = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("keywords"));
        plugins = Optional.of(Plugins.start(
                new PluginSettings(List.of(new KeywordSource.Folder(folder)), "python3"),
                registry,
                temporary.resolve("data"),
                Scripts.limits()));
    }

    @AfterEach
    void close() {
        plugins.ifPresent(Plugins::close);
    }

    /** Compiles a class, and puts a jar that names it as a service in place. */
    private Path jar(String name, String service, String source) throws IOException {
        Path work = Files.createTempDirectory(temporary, "work");
        Path file = Files.writeString(work.resolve(service + ".java"), source);
        String api = Path.of(KeywordPlugin.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-parameters", "-proc:none", "-cp", api, "-d", work.toString(), file.toString());
        assertThat(code).isZero();
        Path aside = folder.resolve("." + name);
        try (OutputStream out = Files.newOutputStream(aside);
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> classes = Files.list(work)) {
            for (Path each :
                    classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                jar.putNextEntry(new JarEntry(each.getFileName().toString()));
                Files.copy(each, jar);
            }
            jar.putNextEntry(new JarEntry("META-INF/services/dev.labhand.api.KeywordPlugin"));
            jar.write(service.getBytes(StandardCharsets.UTF_8));
        }
        return Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Body body(String keyword, Object... arguments) {
        Scripts.until(() -> registry.find(keyword).isPresent());
        Binding binding = registry.find(keyword).orElseThrow().bind(Invocation.of(keyword, arguments));
        assertThat(binding).isInstanceOf(Binding.Ready.class);
        return ((Binding.Ready) binding).body();
    }

    private String problem(Path file) {
        Scripts.until(
                () -> registry.problems().stream().anyMatch(p -> p.source().equals(file.toString())));
        return registry.problems().getFirst().error();
    }

    @Test
    void theLibraryOfTheDocsIsOffered() throws IOException {
        Path page = Path.of("..", "docs", "keywords-java.md").toAbsolutePath().normalize();
        Matcher library = LIBRARY.matcher(Files.readString(page));
        assertThat(library.find()).isTrue();
        assertThat(library.group(1).lines()).hasSizeLessThanOrEqualTo(30);

        jar("relay.jar", "Relay", library.group(1));

        assertThat(body("relay.close_relay", 7L).run(log)).isEqualTo(InvocationResult.passed(List.of(7L)));
        assertThat(log.lines).containsExactly("INFO closing relay 7");
        assertThat(message(body("relay.close_relay", 0L).run(log))).isEqualTo("there is no relay 0");
        assertThat(registry.find("relay.close_relay").orElseThrow().spec().robotName())
                .isEqualTo("Close Relay");
    }

    /** A library whose keyword lasts until something is written to a pipe, and that tells in a file when it is closed. */
    private String waiting(int answer) {
        return """
                import dev.labhand.api.*;
                import java.nio.file.*;

                @KeywordLibrary(value = "Slow", doc = "")
                public class Slow implements KeywordPlugin, AutoCloseable {
                    @Keyword(value = "Wait", doc = "", returns = "")
                    public int run() throws Exception {
                        Files.createFile(Path.of("FOLDER/busy" + ANSWER));
                        Files.readString(Path.of("FOLDER/go"));
                        return new Later().answer();
                    }
                    @Override public void close() throws Exception {
                        Files.createFile(Path.of("FOLDER/closed" + ANSWER));
                    }
                    static class Later {
                        int answer() {
                            return ANSWER;
                        }
                    }
                }
                """.replace("FOLDER", temporary.toString()).replace("ANSWER", String.valueOf(answer));
    }

    @Test
    void aReplacedJarIsClosedWhenItsCallsHaveEnded() throws Exception {
        Path go = temporary.resolve("go");
        assertThat(new ProcessBuilder("mkfifo", go.toString()).start().waitFor())
                .isZero();
        jar("slow.jar", "Slow", waiting(1));
        Body old = body("slow.wait");
        CompletableFuture<InvocationResult> call = new CompletableFuture<>();
        Thread.startVirtualThread(() -> call.complete(old.run()));
        Scripts.until(() -> Files.exists(temporary.resolve("busy1")));

        jar("slow.jar", "Slow", waiting(2));
        Scripts.until(() -> message(old.run()).contains("was replaced"));
        assertThat(temporary.resolve("closed1")).doesNotExist();
        Files.writeString(go, "go");

        assertThat(call.get()).isEqualTo(InvocationResult.passed(1L));
        Files.delete(go);
        Files.createFile(go);
        Scripts.until(() -> Files.exists(temporary.resolve("closed1")));
        assertThat(body("slow.wait").run()).isEqualTo(InvocationResult.passed(2L));
        plugins.orElseThrow().close();
        assertThat(temporary.resolve("closed2")).exists();
        try (Stream<Path> left = Files.list(temporary.resolve("data"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aBrokenJarIsListedAndOthersAreOffered() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
        assertThat(problem(broken)).isEqualTo("is no jar");
        jar("slow.jar", "Slow", waiting(1));
        body("slow.wait");
    }

    @Test
    void aLibrarySeesNothingOfTheAgent() throws IOException {
        Path jar = jar("nosy.jar", "Nosy", """
                import dev.labhand.api.*;

                public class Nosy implements KeywordPlugin {
                    public Nosy() throws Exception {
                        Class.forName("dev.labhand.agent.keyword.KeywordRegistry");
                    }
                }
                """);

        assertThat(problem(jar))
                .isEqualTo(
                        "cannot be loaded: java.lang.ClassNotFoundException: dev.labhand.agent.keyword.KeywordRegistry");
    }
}
