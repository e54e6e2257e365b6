package dev.labhand.agent.http;

import dev.labhand.agent.job.Job;
import dev.labhand.agent.job.JobEngine;
import dev.labhand.agent.keyword.Printable;
import dev.labhand.api.JobId;
import java.util.Optional;

/** {@code GET /jobs/ID/events}: a job's output as it comes. */
final class JobEndpoint implements Endpoint {

    /** Below it, the id of a job. */
    static final String PATH = "/jobs/";

    private static final String EVENTS = "/events";

    private final JobEngine jobs;

    JobEndpoint(JobEngine jobs) {
        this.jobs = jobs;
    }

    @Override
    public void handle(Exchange exchange) {
        String rest = exchange.path().substring(PATH.length());
        if (!rest.endsWith(EVENTS)) {
            exchange.replyText(404, "There is nothing here; " + PATH + "ID" + EVENTS + " streams a job.");
            return;
        }
        String id = rest.substring(0, rest.length() - EVENTS.length());
        Optional<Job> job = find(id);
        if (job.isPresent()) {
            JobEvents.reply(exchange, job.get());
        } else {
            exchange.replyText(404, "There is no job '" + Printable.of(id) + "'; job.list lists those there are.");
        }
    }

    private Optional<Job> find(String id) {
        try {
            return jobs.known(new JobId(id));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
