package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.KeywordSpec;
import java.util.Optional;

/**
 * A keyword as Robot Framework calls it: arguments by position and by name at once, many of them as text.
 *
 * @param name the name that messages call it by, its library's before it
 * @param sameAs the shorter name that it has, too, and is documented under
 */
record RobotKeyword(String name, RegisteredKeyword keyword, Optional<String> sameAs) implements RegisteredKeyword {

    RobotKeyword(String name, RegisteredKeyword keyword) {
        this(name, keyword, Optional.empty());
    }

    /** In Robot's documentation syntax. */
    String documentation() {
        return sameAs.map(other -> "The same as `" + other + "`.")
                .orElseGet(() -> KeywordInformation.documentation(spec()));
    }

    @Override
    public KeywordSpec spec() {
        return keyword.spec();
    }

    @Override
    public Binding bindExactly(Invocation call) {
        return bind(call);
    }

    @Override
    public Binding bind(Invocation call) {
        return switch (ArgumentBinding.bind(name, spec(), call)) {
            case ArgumentBinding.Refused(String why) -> new Binding.Refused(Failure.invalidParams(why));
            case ArgumentBinding.Bound(Invocation converted) ->
                switch (keyword.bindExactly(converted)) {
                    case Binding.Refused(Failure failure) -> new Binding.Refused(inRobotsWords(failure));
                    case Binding.Ready ready -> ready;
                };
        };
    }

    /** What only the keyword itself knows about its arguments, without the name that it has on the RPC faces. */
    private Failure inRobotsWords(Failure failure) {
        String prefix = spec().name() + ": ";
        return failure.data() instanceof String why && why.startsWith(prefix)
                ? Failure.invalidParams("ValueError: " + why.substring(prefix.length()))
                : failure;
    }
}
