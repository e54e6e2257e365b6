package dev.labhand.benchmark;

import java.util.List;

/**
 * Servers that get the same calls in turn. The answer of each is looked at before and after.
 *
 * @param connections how many calls are under way at once
 * @param newConnections whether each call has a connection of its own
 */
record RpcContest(String title, List<RpcPeer> peers, int connections, boolean newConnections) {

    /** Rates in calls per second, by the peers' names. */
    Standings run(Workshop workshop, Pace pace) throws Exception {
        Contest contest = new Contest(title);
        for (RpcPeer peer : peers) {
            peer.check();
            contest.with(peer.name(), peer.load(workshop, connections, newConnections));
        }
        Standings standings = contest.run(pace);
        for (RpcPeer peer : peers) {
            peer.check();
        }
        return standings;
    }
}
