package dev.ferrule.server.http;

/**
 * Whether a node is to get traffic. Immutable.
 *
 * @param ready whether it is
 * @param note what it still waits for, in a line; empty when nothing
 */
public record Readiness(boolean ready, String note) {}
