package dev.labhand.agent.job;

/** A place in both streams: so many bytes of each lie before it. */
record Offsets(long stdout, long stderr) {

    static final Offsets ZERO = new Offsets(0, 0);

    /** The bytes of a stream. */
    long of(StandardStream stream) {
        return stream == StandardStream.STDOUT ? stdout : stderr;
    }

    /** So many bytes of a stream further. */
    Offsets plus(StandardStream stream, long bytes) {
        return stream == StandardStream.STDOUT
                ? new Offsets(stdout + bytes, stderr)
                : new Offsets(stdout, stderr + bytes);
    }
}
