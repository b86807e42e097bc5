package dev.ferrule.rules.functions;

/**
 * A function of the rule language. Thread-safe.
 *
 * <p>{@link #prepare} runs once for each call in the sources, when a set is checked; what it
 * returns runs for each event.
 */
public interface Function {
  /** How it is called. */
  Signature signature();

  /**
   * Makes one call ready: reads the constants, and reports what is wrong with them through {@link
   * CallSite#reject}. After a report the result is not used.
   */
  Prepared prepare(CallSite site);
}
