package dev.ferrule.cpython;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Native memory for one call: references to its arguments, which {@link #close} gives back, room
 * for a text, and what a function of libpython writes. Confined to one call; kept for the next.
 */
final class Scratch implements AutoCloseable {
  static final int MOST_ARGUMENTS = 255;

  private static final int TEXT_BYTES = 8 << 10;
  private static final long POINTER_BYTES = 8;

  private final LibPython python;
  private final AtomicReference<@Nullable Scratch> home;
  private final MemorySegment arguments;
  private final MemorySegment text;
  private final MemorySegment out;
  private int used;

  /**
   * @param home where it goes back to
   */
  Scratch(LibPython python, AtomicReference<@Nullable Scratch> home) {
    this.python = python;
    this.home = home;
    var arena = Arena.ofAuto();
    arguments = arena.allocate(MOST_ARGUMENTS * POINTER_BYTES, POINTER_BYTES);
    text = arena.allocate(TEXT_BYTES);
    out = arena.allocate(3 * POINTER_BYTES, POINTER_BYTES);
  }

  /** Sets the next argument; the reference is given back at the end. */
  void set(int index, long reference) {
    arguments.setAtIndex(ValueLayout.JAVA_LONG, index, reference);
    used = index + 1;
  }

  long address() {
    return arguments.address();
  }

  /** Where functions of libpython may write. */
  MemorySegment out() {
    return out;
  }

  /** A str. */
  long text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= TEXT_BYTES) {
      MemorySegment.copy(utf8, 0, text, ValueLayout.JAVA_BYTE, 0, utf8.length);
      return python.ofText(text.address(), utf8.length);
    }
    try (var arena = Arena.ofConfined()) {
      var large = arena.allocateFrom(ValueLayout.JAVA_BYTE, utf8);
      return python.ofText(large.address(), utf8.length);
    }
  }

  /**
   * References to the type, the value and the traceback of the error that is set; each may be 0.
   */
  long[] fetchError() {
    long at = out.address();
    python.fetch(at, at + POINTER_BYTES, at + 2 * POINTER_BYTES);
    return out.toArray(ValueLayout.JAVA_LONG);
  }

  /** Gives the arguments back. */
  void clear() {
    for (int i = 0; i < used; i++) {
      python.decRef(arguments.getAtIndex(ValueLayout.JAVA_LONG, i));
    }
    used = 0;
  }

  @Override
  public void close() {
    clear();
    home.set(this);
  }
}
