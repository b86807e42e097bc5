package dev.ferrule.rules.functions.additions;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Lists;
import org.jspecify.annotations.Nullable;

/** The list of a rule set that a call names in its argument {@code list}. Stateless. */
final class NamedList {
  private NamedList() {}

  /** The list, or null after a report that there is none of that name. */
  static Lists.@Nullable Handle find(CallSite site) {
    String name = site.text("list");
    var handle = site.lists().find(name);
    if (handle == null) {
      String closest = site.closest(name, site.lists().names());
      site.rejectArgument(
          "list",
          "unknown list `%s`".formatted(name)
              + (closest == null ? "" : ", did you mean `%s`?".formatted(closest)));
    }
    return handle;
  }
}
