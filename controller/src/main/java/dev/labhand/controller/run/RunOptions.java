package dev.labhand.controller.run;

/**
 * How a run is carried out.
 *
 * @param fanout how many targets are worked on at once, at least 1
 * @param failFast whether the first target that does not succeed stops the run
 */
public record RunOptions(int fanout, boolean failFast) {

    /** 64 at once, to the end. */
    public static final RunOptions DEFAULTS = new RunOptions(64, false);

    public RunOptions {
        if (fanout < 1) {
            throw new IllegalArgumentException("the fan-out must be at least 1, not " + fanout);
        }
    }
}
