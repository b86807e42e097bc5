package dev.ferrule.server.answer;

import java.util.List;

/**
 * What a question got. Immutable.
 *
 * @param question as it was asked
 * @param text the answer; empty when there is none
 * @param rung which rung of the ladder it came from
 * @param confidence how sure it is that the documents answer at all, 0..1
 * @param citations where the answer stands, best first
 * @param stages what was done, in order
 */
public record Answer(
    String question,
    String text,
    Rung rung,
    double confidence,
    List<Citation> citations,
    List<Stage> stages) {

  /** How an answer came about, best first; each is taken when the one before it fails. */
  public enum Rung {
    /** Worded by the upstream model from the passages. */
    GENERATED,
    /** Sentences of the documents. */
    EXTRACTIVE,
    /** The documents do not answer. */
    NONE
  }

  /**
   * One stage and how long it took.
   *
   * @param name as {@code embed}
   * @param nanos its time
   */
  public record Stage(String name, long nanos) {}

  public Answer {
    citations = List.copyOf(citations);
    stages = List.copyOf(stages);
  }
}
