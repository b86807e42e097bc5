package dev.ferrule.index;

/** Vectors of length 1, whose dot product is their cosine: a third of the work of a cosine. */
final class UnitVectors {
  /** So far from 1 the square of a length may be: a rounding, which the models' own have too. */
  private static final double CLOSE = 1e-5;

  private UnitVectors() {}

  /** The vector itself when its length is 1 or 0, else one in its direction. */
  static float[] of(float[] vector) {
    double square = 0;
    for (float component : vector) {
      square += (double) component * component;
    }
    if (square == 0 || Math.abs(square - 1) < CLOSE) {
      return vector;
    }
    double length = Math.sqrt(square);
    var unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }
}
