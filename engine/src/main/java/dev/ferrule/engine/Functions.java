package dev.ferrule.engine;

/** Runs functions of a rule set that the process around the engine defines. Thread-safe. */
@FunctionalInterface
public interface Functions {
  /**
   * Calls a function.
   *
   * @param source the file of the rule set that defines it, as {@code workers.yaml} names it
   * @param arguments a JSON array, in the order of the parameters; numbers that are none are texts
   * @return a JSON object with {@code value}; or with {@code type}, {@code message} and {@code
   *     traceback} when the call failed
   */
  String call(String source, String name, String arguments);
}
