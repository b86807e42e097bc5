package dev.ferrule.rules.values;

/** A length of time in microseconds, as Python's {@code timedelta} keeps it. */
public record TimeDelta(long micros) {
  /** What a rule sees: seconds, with a fraction. */
  public double seconds() {
    return micros / 1e6;
  }
}
