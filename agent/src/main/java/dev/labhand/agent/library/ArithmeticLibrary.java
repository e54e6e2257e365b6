package dev.labhand.agent.library;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordLibrary;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Sums to try an agent with. Integers stay exact: a result past 64 bits is an error, never a wrap. */
@KeywordLibrary(value = "Arithmetic", doc = "Sums, to try an agent with.")
public final class ArithmeticLibrary {

    private static final String RESULT = "an integer if both are integers, else a double";

    @Keyword(value = "add", doc = "Adds two numbers.", returns = RESULT, tags = "arithmetic", blocking = false)
    public Number add(@Arg("The first number.") Number a, @Arg("The second number.") Number b) {
        return compute("add", a, b, Math::addExact, (x, y) -> x + y);
    }

    @Keyword(
            value = "subtract",
            doc = "Subtracts the second number from the first.",
            returns = RESULT,
            tags = "arithmetic",
            blocking = false)
    public Number subtract(@Arg("The first number.") Number a, @Arg("The number to take away.") Number b) {
        return compute("subtract", a, b, Math::subtractExact, (x, y) -> x - y);
    }

    @Keyword(
            value = "multiply",
            doc = "Multiplies two numbers.",
            returns = RESULT,
            tags = "arithmetic",
            blocking = false)
    public Number multiply(@Arg("The first number.") Number a, @Arg("The second number.") Number b) {
        return compute("multiply", a, b, Math::multiplyExact, (x, y) -> x * y);
    }

    @Keyword(
            value = "divide",
            doc = "Divides the first number by the second. Division by zero is an error.",
            returns = "always a double",
            tags = "arithmetic",
            blocking = false)
    public double divide(@Arg("The number to divide.") double a, @Arg("The number to divide by; not 0.") double b) {
        if (b == 0) {
            throw KeywordException.invalidParams("division by zero");
        }
        return finite("divide", a / b);
    }

    private static Number compute(
            String name, Number a, Number b, LongBinaryOperator exact, DoubleBinaryOperator floating) {
        if (a instanceof Long x && b instanceof Long y) {
            try {
                return exact.applyAsLong(x, y);
            } catch (ArithmeticException e) {
                throw KeywordException.invalidParams(name + ": the result does not fit into 64 bits");
            }
        }
        return finite(name, floating.applyAsDouble(a.doubleValue(), b.doubleValue()));
    }

    private static double finite(String name, double result) {
        if (!Double.isFinite(result)) {
            throw KeywordException.invalidParams(name + ": the result is no finite number");
        }
        return result;
    }
}
