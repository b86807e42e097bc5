package dev.ferrule.rules.functions;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Named lists of words or patterns, which may change while rules run. Thread-safe. */
public interface Lists {
  /** No lists at all. */
  Lists NONE =
      new Lists() {
        @Override
        public @Nullable Handle find(String name) {
          return null;
        }

        @Override
        public Set<String> names() {
          return Set.of();
        }
      };

  /** The list of a name, or null. The handle follows every later change of the list. */
  @Nullable Handle find(String name);

  /** All names. */
  Set<String> names();

  /** One list. Thread-safe. */
  interface Handle {
    /** Its entries now, in order. The same object until the list changes. */
    List<String> entries();
  }
}
