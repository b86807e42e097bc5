package dev.ferrule.model.json;

public final class Projected {
  public static final int ABSENT = 0,
      NULL = 1,
      FALSE = 2,
      TRUE = 3,
      INT = 4,
      BIG_INT = 5,
      FLOAT = 6,
      STRING = 7,
      ARRAY = 8,
      OBJECT = 9;

  public int kind(int path) {
    return 0;
  }

  public long longValue(int path) {
    return 0;
  }

  public double doubleValue(int path) {
    return 0;
  }

  public String text(int path) {
    return "";
  }

  public Object value(int path) {
    return "";
  }

  public int start(int path) {
    return 0;
  }

  public int end(int path) {
    return 0;
  }
}
