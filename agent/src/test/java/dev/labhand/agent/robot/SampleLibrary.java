package dev.labhand.agent.robot;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.Log;
import dev.labhand.api.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Keywords of all shapes. */
@KeywordLibrary(value = "Sample", doc = "Samples of everything.", version = "2.0")
public final class SampleLibrary {

    final CountDownLatch started = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    public enum Colour {
        RED,
        DARK_BLUE
    }

    public record PaintOptions(
            @Arg("Seconds.") Optional<Duration> timeout,
            @Arg("Where.") Optional<String> folder,
            @Arg(value = "Coats.", defaultValue = "2") long coats,

            @Arg(value = "Colour.", defaultValue = "\"red\"")
            Colour colour) {}

    @Keyword(value = "echo", doc = "Gives back what it got.", returns = "it", tags = "sample")
    public @Nullable Object echo(@Arg("It.") @Nullable Object value) {
        return value;
    }

    @Keyword(
            value = "wall.paint",
            doc = "Paints a wall.",
            returns = "what it was told",
            tags = {"paint", "wall"})
    public List<Object> paint(
            @Arg("Which.") String wall,
            @Arg(value = "How high.", defaultValue = "2.5") double height,
            @Options PaintOptions options) {
        return List.of(
                wall,
                height,
                options.timeout().map(Duration::toMillis).orElse(-1L),
                options.folder().orElse("-"),
                options.coats(),
                options.colour());
    }

    @Keyword(value = "kinds", doc = "Takes one of each.", returns = "what it was told")
    public List<@Nullable Object> kinds(
            @Arg("Number.") Number number,
            @Arg("Switch.") boolean flag,
            @Arg("Bytes.") byte[] bytes,
            @Arg("Items.") List<Object> items,
            @Arg("Members.") Map<String, Object> members,
            @Arg("Texts.") Map<String, String> texts) {
        return List.of(number, flag, bytes, items, members, texts);
    }

    @Keyword(value = "fails", doc = "Fails.", returns = "nothing")
    public void fails(@Arg("How.") String how) {
        switch (how) {
            case "plainly" -> throw new IllegalStateException("it broke");
            case "silently" -> throw new IllegalStateException();
            case "generically" -> throw new AssertionError("it broke");
            case "in HTML" -> throw new IllegalStateException("*HTML* <b>it</b> broke");
            case "continuably" -> throw KeywordException.continuable("go on");
            case "fatally" -> throw KeywordException.fatal("stop all");
            case "politely" -> throw KeywordException.failed("sorry");
            default -> throw KeywordException.invalidParams("fails: unknown how");
        }
    }

    @Keyword(value = "tells", doc = "Logs the lines, each on every level.", returns = "nothing")
    public void tells(Log log, @Arg("What.") String message) {
        log.trace(message);
        log.debug(message);
        log.info(message);
        log.html(message);
        log.warn(message);
        log.error(message);
        log.console(message);
    }

    @Keyword(value = "holds", doc = "Waits for the test.", returns = "a word")
    public String holds() throws InterruptedException {
        started.countDown();
        release.await();
        return "held";
    }
}
