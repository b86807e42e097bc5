package dev.ferrule.rules.functions;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Functions by name and alias. Immutable. */
public final class FunctionTable {
  private final Map<String, Function> byName = new TreeMap<>();
  private final Map<String, Function> byNameOrAlias = new TreeMap<>();

  /** A table of these; a later one replaces an earlier one of the same name. */
  public FunctionTable(Collection<? extends Function> functions) {
    for (var function : functions) {
      byName.put(function.signature().name(), function);
      byNameOrAlias.put(function.signature().name(), function);
      function.signature().aliases().forEach(alias -> byNameOrAlias.putIfAbsent(alias, function));
    }
  }

  /** The function of a name or alias, or null. */
  public @Nullable Function find(String name) {
    return byNameOrAlias.get(name);
  }

  /** Every function once, by name. */
  public Collection<Function> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** Every name and alias. */
  public Collection<String> names() {
    return Collections.unmodifiableCollection(byNameOrAlias.keySet());
  }
}
