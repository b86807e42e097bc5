package dev.ferrule.server.results;

import java.util.List;

/**
 * What became of one event, as it is kept. Immutable; the arrays are shared and not changed.
 *
 * @param id the event's id
 * @param receivedMillis when the node took it in, in Unix time
 * @param time when it happened, in ISO 8601 as the event says
 * @param action what happened
 * @param release the hash of the release that evaluated it
 * @param rules the rules that fired, by name
 * @param verdicts the declared verdicts in order, each once
 * @param entities the entities that the rules read from it, as {@code User/1}
 * @param errors how many failures counted
 * @param effects a JSON array of the effects; see docs/events.md
 * @param features a JSON object of the features, with what the engine adds under two underscores
 * @param data the event's data as JSON, empty when it is not kept; never its secret part
 */
public record Result(
    long id,
    long receivedMillis,
    String time,
    String action,
    String release,
    List<String> rules,
    List<String> verdicts,
    List<String> entities,
    int errors,
    byte[] effects,
    byte[] features,
    byte[] data) {
  public Result {
    rules = List.copyOf(rules);
    verdicts = List.copyOf(verdicts);
    entities = List.copyOf(entities);
  }
}
