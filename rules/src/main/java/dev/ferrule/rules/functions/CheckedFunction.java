package dev.ferrule.rules.functions;

/**
 * A function that reads its constants once for each call in the sources. Immutable.
 *
 * @param preparation what to do at each call
 */
public record CheckedFunction(Signature signature, Preparation preparation) implements Function {
  /** Checks a call's constants, and makes the body that runs for each event. */
  @FunctionalInterface
  public interface Preparation {
    Body prepare(CallSite site);
  }

  @Override
  public Prepared prepare(CallSite site) {
    return new Prepared.Invoke(preparation.prepare(site));
  }
}
