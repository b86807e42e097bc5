package dev.ferrule.server.releases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one node runs. Immutable.
 *
 * @param node its name
 * @param live the hash of the release it runs, or null
 * @param candidate the hash of the candidate it runs, or null
 * @param percent the candidate's share of entities
 * @param revision of the state that it has seen last
 * @param error why it does not run what that state names; empty when it does
 * @param at when it reported
 */
public record NodeReport(
    String node,
    @Nullable String live,
    @Nullable String candidate,
    int percent,
    long revision,
    String error,
    Instant at) {}
