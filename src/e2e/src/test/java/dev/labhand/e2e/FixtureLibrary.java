package dev.labhand.e2e;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.Log;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keywords that show what arrives, return all there is, and log and fail in every way. */
@KeywordLibrary(value = "Fixture", doc = "What the tests with Robot Framework need.")
public final class FixtureLibrary {

    private static final int PARTIES = 2;

    private final CyclicBarrier together = new CyclicBarrier(PARTIES);

    public enum Colour {
        RED,
        DARK_BLUE
    }

    @Keyword(value = "echo", doc = "Gives back what it got.", returns = "it")
    public @Nullable Object echo(@Arg("It.") @Nullable Object value) {
        return value;
    }

    @Keyword(value = "take_integer", doc = "Shows what arrived.", returns = "its class and text")
    public String integer(@Arg("It.") long value) {
        return shown(value);
    }

    @Keyword(value = "take_number", doc = "Shows what arrived.", returns = "its class and text")
    public String number(@Arg("It.") Number value) {
        return shown(value);
    }

    @Keyword(value = "take_float", doc = "Shows what arrived.", returns = "its class and text")
    public String decimal(@Arg("It.") double value) {
        return shown(value);
    }

    @Keyword(value = "take_boolean", doc = "Shows what arrived.", returns = "its class and text")
    public String bool(@Arg("It.") boolean value) {
        return shown(value);
    }

    @Keyword(value = "take_time", doc = "Shows what arrived.", returns = "its class and text")
    public String time(@Arg("It.") Duration value) {
        return shown(value);
    }

    @Keyword(value = "take_optional", doc = "Shows what arrived.", returns = "its class and text")
    public String optional(@Arg("It.") Optional<Duration> value) {
        return value.map(FixtureLibrary::shown).orElse("nothing");
    }

    @Keyword(value = "take_text", doc = "Shows what arrived.", returns = "its class and code points")
    public String text(@Arg("It.") String value) {
        return "String " + Arrays.toString(value.codePoints().toArray());
    }

    @Keyword(value = "take_bytes", doc = "Shows what arrived.", returns = "its class and numbers")
    public String bytes(@Arg("It.") byte[] value) {
        return "byte[] " + Arrays.toString(value);
    }

    @Keyword(value = "take_list", doc = "Shows what arrived.", returns = "its text")
    public String list(@Arg("It.") List<Object> value) {
        return value.toString();
    }

    @Keyword(value = "take_dictionary", doc = "Shows what arrived.", returns = "its text")
    public String dictionary(@Arg("It.") Map<String, Object> value) {
        return value.toString();
    }

    @Keyword(value = "take_texts", doc = "Shows what arrived.", returns = "its text")
    public String texts(@Arg("It.") Map<String, String> value) {
        return value.toString();
    }

    @Keyword(value = "take_colour", doc = "Shows what arrived.", returns = "its class and text")
    public String colour(@Arg("It.") Colour value) {
        return shown(value);
    }

    private static String shown(Object value) {
        return value.getClass().getSimpleName() + " " + value;
    }

    @Keyword(value = "give", doc = "Returns what is asked for.", returns = "it")
    public @Nullable Object give(@Arg("What.") String what) {
        return switch (what) {
            case "nothing" -> null;
            case "true" -> true;
            case "2^40" -> 1L << 40;
            case "-2^63" -> Long.MIN_VALUE;
            case "2^64" -> BigInteger.TWO.pow(64);
            case "0.1" -> 0.1;
            case "1e22" -> 1e22;
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "text" -> "<a> & \"b\"\r\n\té€😀";
            case "control characters" -> "nul\u0000 é";
            case "U+FFFF" -> "€\uFFFF";
            case "bytes" -> allBytes();
            case "date" -> LocalDateTime.of(2026, 1, 2, 3, 4, 5, 999_000_000);
            case "late date" -> List.of(LocalDateTime.of(10_000, 1, 1, 0, 0));
            case "nested" -> Map.of("list", Arrays.asList(1L, Map.of("deep", "😀"), null));
            default -> throw KeywordException.invalidParams("there is no " + what);
        };
    }

    private static byte[] allBytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return all;
    }

    @Keyword(value = "go_wrong", doc = "Fails.", returns = "nothing")
    public void fail(@Arg("How.") String how) {
        switch (how) {
            case "plainly" -> throw new AssertionError("it broke");
            case "in arithmetic" -> throw new ArithmeticException("it broke");
            case "in HTML" -> throw new AssertionError("*HTML* <b>it</b> broke");
            case "beyond ASCII" -> throw new AssertionError("é € 😀");
            case "continuably, first" -> throw KeywordException.continuable("first");
            case "continuably, second" -> throw KeywordException.continuable("second");
            default -> throw KeywordException.invalidParams("there is no " + how);
        }
    }

    @Keyword(value = "tell", doc = "Logs the text on every level.", returns = "nothing")
    public void tell(@Arg("Text.") String text, Log log) {
        log.trace(text);
        log.debug(text);
        log.info(text);
        log.html("<b>" + text + "</b>");
        log.warn(text);
        log.error(text);
        log.console(text);
    }

    @Keyword(value = "tell_with_a_pause", doc = "Logs, waits 100 ms, logs.", returns = "nothing")
    public void pause(Log log) throws InterruptedException {
        log.info("before");
        Thread.sleep(100);
        log.info("after");
    }

    @Keyword(value = "tell_together", doc = "Logs the text while another call logs another one.", returns = "the text")
    public String together(@Arg("Text.") String text, Log log) throws Exception {
        for (int i = 0; i < 20; i++) {
            together.await(60, TimeUnit.SECONDS);
            log.info(text);
        }
        return text;
    }
}
