package dev.ferrule.server.guard;

import dev.ferrule.rules.personal.PersonalKind;
import java.util.List;
import java.util.Set;

/**
 * What the rules did to a question and its answer. Immutable.
 *
 * @param checked whether the rules judged it; false when they failed and it went on all the same
 * @param blocked whether it was refused
 * @param reason what to tell the asker when it was
 * @param redacted the kinds of personal identifiers that were masked
 * @param verdicts what the rules declared, each once
 * @param labels the labels they changed
 * @param events the ids of the events, the question's first
 */
public record Guarded(
    boolean checked,
    boolean blocked,
    String reason,
    Set<PersonalKind> redacted,
    List<String> verdicts,
    List<LabelChange> labels,
    List<Long> events) {
  public Guarded {
    redacted = Set.copyOf(redacted);
    verdicts = List.copyOf(verdicts);
    labels = List.copyOf(labels);
    events = List.copyOf(events);
  }
}
