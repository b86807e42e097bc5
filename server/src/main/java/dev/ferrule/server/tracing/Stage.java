package dev.ferrule.server.tracing;

import java.util.Locale;

/** A part of a request that is measured by itself. */
public enum Stage {
  /** Text to tokens, or the vector found among those of recent questions. */
  TOKENIZE,
  /** Waiting for the model, and its run. */
  EMBED,
  /** The index, by words and by vector. */
  SEARCH,
  /** Passages read from the store. */
  LOAD,
  /** The sentences that answer. */
  CHOOSE,
  /** The upstream model. */
  GENERATE,
  /** Rules over a question or an answer. */
  GUARD,
  /** The rules of an event. */
  EVALUATE,
  /** From the end of an evaluation until its result is on disk. */
  COMMIT,
  /** The response made into bytes. */
  SERIALIZE;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As metrics, logs and spans call it. */
  public String text() {
    return text;
  }
}
