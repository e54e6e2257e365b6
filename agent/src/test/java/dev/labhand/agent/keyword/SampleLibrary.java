package dev.labhand.agent.keyword;

import dev.labhand.api.Arg;
import dev.labhand.api.JobId;
import dev.labhand.api.Keyword;
import dev.labhand.api.Options;
import dev.labhand.api.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A keyword for each type and shape of parameters. Each returns what it was given, so that tests see what was bound. */
public final class SampleLibrary {

    public enum Colour {
        RED,
        DARK_BLUE
    }

    public record RunOptions(
            @Arg("Seconds.") Optional<Duration> timeout,
            @Arg(value = "How often.", defaultValue = "3") long times,

            @Arg(name = "wait", value = "Whether to wait.", defaultValue = "true")
            boolean waiting) {
        public RunOptions {
            if (times == 13) {
                throw new IllegalArgumentException("times must not be 13");
            }
        }
    }

    @Keyword(value = "none", doc = "Takes nothing.", returns = "a word")
    public String none() {
        return "nothing";
    }

    @Keyword(value = "long", doc = "Takes it.", returns = "it")
    public long takesLong(@Arg("It.") long a) {
        return a;
    }

    @Keyword(value = "int", doc = "Takes it.", returns = "it")
    public int takesInt(@Arg("It.") int a) {
        return a;
    }

    @Keyword(value = "number", doc = "Takes it.", returns = "it")
    public Number takesNumber(@Arg("It.") Number a) {
        return a;
    }

    @Keyword(value = "double", doc = "Takes it.", returns = "it")
    public double takesDouble(@Arg("It.") double a) {
        return a;
    }

    @Keyword(value = "boolean", doc = "Takes it.", returns = "it")
    public boolean takesBoolean(@Arg("It.") boolean a) {
        return a;
    }

    @Keyword(value = "string", doc = "Takes it.", returns = "it")
    public String takesString(@Arg("It.") String a) {
        return a;
    }

    @Keyword(value = "bytes", doc = "Takes it.", returns = "it")
    public byte[] takesBytes(@Arg("It.") byte[] a) {
        return a;
    }

    @Keyword(value = "seconds", doc = "Takes it.", returns = "it")
    public Duration takesSeconds(@Arg("It.") Duration a) {
        return a;
    }

    @Keyword(value = "strings", doc = "Takes it.", returns = "it")
    public Map<String, String> takesStrings(@Arg("It.") Map<String, String> a) {
        return a;
    }

    @Keyword(value = "struct", doc = "Takes it.", returns = "it")
    public Map<String, Object> takesStruct(@Arg("It.") Map<String, Object> a) {
        return a;
    }

    @Keyword(value = "list", doc = "Takes it.", returns = "it")
    public List<?> takesList(@Arg("It.") List<?> a) {
        return a;
    }

    @Keyword(value = "longs", doc = "Takes it.", returns = "it")
    public List<Long> takesLongs(@Arg("It.") List<Long> a) {
        return a;
    }

    @Keyword(value = "colour", doc = "Takes it.", returns = "it")
    public Colour takesColour(@Arg("It.") Colour a) {
        return a;
    }

    @Keyword(value = "job", doc = "Takes it.", returns = "it")
    public JobId takesJob(@Arg("It.") JobId a) {
        return a;
    }

    @Keyword(value = "target", doc = "Takes it.", returns = "it")
    public Target takesTarget(@Arg("It.") Target a) {
        return a;
    }

    @Keyword(value = "any", doc = "Takes it.", returns = "it")
    public @Nullable Object takesAny(@Arg("It.") @Nullable Object a) {
        return a;
    }

    @Keyword(value = "two", doc = "Takes two, the second with a default.", returns = "both")
    public List<Object> two(@Arg("First.") String a, @Arg(value = "Second.", defaultValue = "7") long b) {
        return List.of(a, b);
    }

    @Keyword(value = "maybe", doc = "Takes one or none.", returns = "it or null")
    public Optional<String> maybe(@Arg("It.") Optional<String> a) {
        return a;
    }

    @Keyword(value = "run", doc = "Takes options. They are many.", returns = "all of it", tags = "sample")
    public List<Object> run(
            @Arg("What.") String what,
            @Arg(value = "Where.", defaultValue = "\"here\"") String where,
            @Options RunOptions options) {
        return List.of(
                what, where, options.timeout().map(Duration::toMillis).orElse(-1L), options.times(), options.waiting());
    }
}
