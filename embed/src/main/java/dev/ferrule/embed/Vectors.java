package dev.ferrule.embed;

/** Arithmetic on embeddings. */
public final class Vectors {
  private Vectors() {}

  /** Scales {@code vector} to length 1 in place; a zero vector stays. */
  static void normalize(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    if (squares > 0) {
      float scale = (float) (1 / Math.sqrt(squares));
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= scale;
      }
    }
  }

  /** Signed bytes in the direction of {@code vector}, the largest component at 127. */
  static byte[] toBytes(float[] vector) {
    float largest = 0;
    for (float component : vector) {
      largest = Math.max(largest, Math.abs(component));
    }
    var bytes = new byte[vector.length];
    if (largest > 0) {
      float scale = 127 / largest;
      for (int i = 0; i < vector.length; i++) {
        bytes[i] = (byte) Math.round(vector[i] * scale);
      }
    }
    return bytes;
  }

  /**
   * The cosine between a vector of length 1 and one in bytes; 0 when the bytes are all zero. Both
   * {@code [dims]}.
   */
  public static float cosine(float[] unit, byte[] bytes) {
    float dot = 0;
    int squares = 0;
    for (int i = 0; i < unit.length; i++) {
      int component = bytes[i];
      dot += unit[i] * component;
      squares += component * component;
    }
    return squares == 0 ? 0 : (float) (dot / Math.sqrt(squares));
  }

  /** The dot product of two vectors of one length. */
  public static float dot(float[] left, float[] right) {
    float dot = 0;
    for (int i = 0; i < left.length; i++) {
      dot += left[i] * right[i];
    }
    return dot;
  }
}
