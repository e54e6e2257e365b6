package dev.labhand.e2e.support;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Carries out {@link RequiresPeer}. */
final class PeerCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return findAnnotation(context.getElement(), RequiresPeer.class)
                .map(annotation -> evaluate(annotation.value(), System.getenv("CI")))
                .orElseGet(() -> enabled("needs no peer"));
    }

    static ConditionEvaluationResult evaluate(Peer[] peers, @Nullable String ci) {
        String absent = Stream.of(peers)
                .filter(peer -> !peer.isPresent())
                .map(Peer::absence)
                .collect(Collectors.joining("; "));
        if (absent.isEmpty()) {
            return enabled("all peers are here");
        }
        if ("true".equals(ci)) {
            throw new ExtensionConfigurationException("CI=true allows no skipped test, but " + absent);
        }
        return disabled(absent);
    }
}
