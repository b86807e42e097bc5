package dev.ferrule.cpython;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Values of rules to Python's and back: null (None), String, Long, Double, Boolean and lists of
 * these. Thread-safe; each method wants the GIL.
 */
final class Values {
  /* ob_type of PyObject and tp_name of PyTypeObject, the same in all builds with a GIL. */
  private static final long TYPE_OFFSET = 8;
  private static final long TYPE_NAME_OFFSET = 24;
  private static final int MOST_NAME_BYTES = 200;

  @SuppressWarnings("restricted")
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private final LibPython python;
  private final AtomicReference<@Nullable Scratch> free = new AtomicReference<>();
  private long fit;

  Values(LibPython python) {
    this.python = python;
  }

  /** Sets the function that makes a value exactly of a type. */
  void useFit(long function) {
    fit = function;
  }

  /** Memory for a call. */
  Scratch scratch() {
    var kept = free.getAndSet(null);
    return kept == null ? new Scratch(python, free) : kept;
  }

  /** A new reference, or 0 when there is no such value in Python, as rules have it. */
  long toPython(@Nullable Object value, PythonType type, Scratch scratch) {
    return switch (value) {
      case null -> python.incRef(python.none);
      case Boolean flag -> python.incRef(flag ? python.yes : python.no);
      case Long number when type.kind() == PythonType.Kind.FLOAT ->
          python.ofDouble(number.doubleValue());
      case Long number -> python.ofLong(number);
      case Double number -> python.ofDouble(number);
      case String text -> scratch.text(text);
      case List<?> list -> list(list, type.item() == null ? type : type.item(), scratch);
      default -> 0;
    };
  }

  private long list(List<?> values, PythonType item, Scratch scratch) {
    long list = python.newList(values.size());
    for (int i = 0; i < values.size(); i++) {
      long made = toPython(values.get(i), item, scratch);
      if (made == 0) {
        python.decRef(list);
        return 0;
      }
      python.setItem(list, i, made);
    }
    return list;
  }

  /** The value of a borrowed reference, or {@link Raised} when it is not of the type. */
  @Nullable Object toJava(long object, PythonType type, Scratch scratch) {
    if (object == python.none && type.optional()) {
      return null;
    }
    long found = MEMORY.get(ValueLayout.JAVA_LONG, object + TYPE_OFFSET);
    return switch (type.kind()) {
      case INT ->
          found == python.intType ? integer(object, scratch) : fitted(object, type, scratch);
      case FLOAT ->
          found == python.floatType
              ? (Double) python.toDouble(object)
              : fitted(object, type, scratch);
      case BOOL ->
          found == python.boolType
              ? (Boolean) (object == python.yes)
              : fitted(object, type, scratch);
      case STR -> found == python.strType ? string(object, scratch) : fitted(object, type, scratch);
      case LIST ->
          found == python.listType ? items(object, type, scratch) : fitted(object, type, scratch);
    };
  }

  private Object integer(long object, Scratch scratch) {
    var overflow = scratch.out();
    long value = python.toLong(object, overflow.address());
    return overflow.get(ValueLayout.JAVA_INT, 0) == 0
        ? (Object) value
        : Raised.wrong("expected an int of at most 64 bits, found a larger one");
  }

  private Object string(long object, Scratch scratch) {
    var size = scratch.out();
    long at = python.toText(object, size.address());
    if (at == 0) {
      python.clearError();
      return Raised.wrong("expected text, found half a surrogate pair");
    }
    var bytes = new byte[Math.toIntExact(size.get(ValueLayout.JAVA_LONG, 0))];
    MemorySegment.copy(MEMORY, ValueLayout.JAVA_BYTE, at, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Object items(long list, PythonType type, Scratch scratch) {
    var item = type.item();
    if (item == null) {
      return Raised.wrong("expected a type of items, found none");
    }
    int size = Math.toIntExact(python.listSize(list));
    var items = new ArrayList<@Nullable Object>(size);
    for (int i = 0; i < size; i++) {
      Object value = toJava(python.getItem(list, i), item, scratch);
      if (value instanceof Raised raised) {
        return raised;
      }
      items.add(value);
    }
    return Collections.unmodifiableList(items);
  }

  /* What stands for the type, as NumPy's numbers do: Python makes it exactly that. */
  private @Nullable Object fitted(long object, PythonType type, Scratch outer) {
    long made = 0;
    try (var scratch = scratch()) {
      scratch.set(0, python.incRef(object));
      scratch.set(1, scratch.text(type.toString()));
      made = fit == 0 ? 0 : python.call(fit, scratch.address(), 2);
    }
    if (made == 0) {
      python.clearError();
      return wrong(object, type);
    }
    try {
      long found = MEMORY.get(ValueLayout.JAVA_LONG, made + TYPE_OFFSET);
      return made == object || !isExact(found, type)
          ? wrong(object, type)
          : toJava(made, type, outer);
    } finally {
      python.decRef(made);
    }
  }

  private boolean isExact(long found, PythonType type) {
    return found
        == switch (type.kind()) {
          case INT -> python.intType;
          case FLOAT -> python.floatType;
          case BOOL -> python.boolType;
          case STR -> python.strType;
          case LIST -> python.listType;
        };
  }

  private Raised wrong(long object, PythonType type) {
    long found = MEMORY.get(ValueLayout.JAVA_LONG, object + TYPE_OFFSET);
    long name = MEMORY.get(ValueLayout.JAVA_LONG, found + TYPE_NAME_OFFSET);
    String text = object == python.none ? "None" : MEMORY.getString(name);
    return Raised.wrong(
        "expected %s, found %s"
            .formatted(type, text.substring(0, Math.min(text.length(), MOST_NAME_BYTES))));
  }
}
