package dev.labhand.controller.client;

/** How a job that runs already is looked at, from the first byte of its output on. */
public enum Following {
    /** What there is now. */
    SO_FAR,
    /** To its end. Asked to stop, the job is left alone and no longer looked at. */
    TO_THE_END,
    /** To its end, as if it had been started here: asked to stop, the job is stopped. */
    ATTACHED
}
