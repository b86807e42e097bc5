package dev.ferrule.rules.values;

/** What a label is, and who made it so. */
public enum LabelStatus {
  REMOVED(0),
  ADDED(1),
  MANUALLY_REMOVED(2),
  MANUALLY_ADDED(3);

  private final int number;

  LabelStatus(int number) {
    this.number = number;
  }

  /** What stands for it on the wire. */
  public int number() {
    return number;
  }
}
