package dev.ferrule.server.releases;

import java.util.List;

/**
 * What one release made of an event, for comparing two.
 *
 * @param rules the rules that fired
 * @param verdicts the declared verdicts
 * @param effects the effects as JSON
 * @param errors how many failures counted
 */
public record Observed(List<String> rules, List<String> verdicts, String effects, int errors) {}
