package dev.ferrule.model.json;

import java.util.List;

public final class Projection {
  public static Projection of(List<JsonPath> paths) {
    return new Projection();
  }

  public Projected newProjected() {
    return new Projected();
  }

  public void read(byte[] bytes, int offset, int length, Projected into) {}
}
