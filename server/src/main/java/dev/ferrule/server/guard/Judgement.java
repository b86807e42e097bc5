package dev.ferrule.server.guard;

import dev.ferrule.rules.personal.PersonalKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the rules made of a question or an answer. Immutable.
 *
 * @param event the id of the event; 0 when the rules failed and it goes on unchecked
 * @param blocked whether it goes no further
 * @param reason what to tell the asker then
 * @param masks the kinds of personal identifiers to mask
 * @param verdicts all that were declared
 * @param labels the changes of labels that were made
 */
record Judgement(
    long event,
    boolean blocked,
    String reason,
    Set<PersonalKind> masks,
    List<String> verdicts,
    List<LabelChange> labels) {
  static final Judgement UNCHECKED = new Judgement(0, false, "", Set.of(), List.of(), List.of());

  private static final String MASK = "redact";

  Judgement {
    verdicts = List.copyOf(verdicts);
    labels = List.copyOf(labels);
  }

  /** The kinds that verdicts ask to mask: all for {@code redact}, one for {@code redact_email}. */
  static Set<PersonalKind> masks(List<String> verdicts) {
    var masks = EnumSet.noneOf(PersonalKind.class);
    for (String verdict : verdicts) {
      for (PersonalKind kind : PersonalKind.values()) {
        String name = verdict.toLowerCase(Locale.ROOT);
        if (name.equals(MASK) || name.equals(MASK + "_" + kind.text())) {
          masks.add(kind);
        }
      }
    }
    return masks;
  }
}
