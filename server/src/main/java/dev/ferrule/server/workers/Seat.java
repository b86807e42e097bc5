package dev.ferrule.server.workers;

import dev.ferrule.rules.declared.WorkerFunctions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of a worker that the node started. Thread-safe.
 *
 * <p>Its process is known by a token that only it was given, and that opens once.
 */
interface Seat {
  /** What the node calls it. */
  String name();

  /** The whole hash of the release that it serves. */
  String release();

  /** What it must have. */
  List<WorkerFunctions.Versioned> functions();

  /** Notes that it could not join, for whoever waits for it. */
  void refused(String why);

  /** Notes that it joined. */
  void joined(WorkerLink link);

  /** Ends its process. */
  void kill();

  /** Finds the seats of tokens. */
  @FunctionalInterface
  interface Tokens {
    /** The seat that a token opens, or null; the token does not open it again. */
    @Nullable Seat claim(String token);
  }
}
