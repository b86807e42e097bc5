package dev.ferrule.rules.functions;

/** A function whose calls all run the same body. Immutable. */
public record PlainFunction(Signature signature, Body body) implements Function {
  @Override
  public Prepared prepare(CallSite site) {
    return new Prepared.Invoke(body);
  }
}
