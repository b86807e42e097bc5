package dev.ferrule.rules.functions.additions;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of a list were compiled to, kept until they change. Thread-safe.
 *
 * <p>A list that is written in the rules, or comes from a file, is compiled once; one that differs
 * from event to event is compiled for each.
 */
final class LastCompiled<T> {
  private final Function<List<String>, T> compile;
  private volatile @Nullable Kept<T> kept;

  private record Kept<T>(List<String> entries, T compiled) {}

  LastCompiled(Function<List<String>, T> compile) {
    this.compile = compile;
  }

  T of(List<String> entries) {
    var last = kept;
    if (last != null && (last.entries() == entries || last.entries().equals(entries))) {
      return last.compiled();
    }
    var next = new Kept<>(entries, compile.apply(entries));
    kept = next;
    return next.compiled();
  }
}
