package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Which files import which, and that none imports itself in the end. Confined. */
final class Imports {
  /** The files that a file imports, each with the place of its path in the call. */
  private final Map<String, SequencedMap<String, Span>> imported = new LinkedHashMap<>();

  private final List<String> starts = new ArrayList<>();
  private final List<String> sorted = new ArrayList<>();

  Imports(List<Outline> files, Calls calls) {
    // Files that import others or are imported come first, the rest in their own order.
    List<String> rest = new ArrayList<>();
    for (var file : files) {
      SequencedMap<String, Span> own = new LinkedHashMap<>();
      for (var site : calls.in(file)) {
        if (site.prepared() instanceof Prepared.Import
            && site.literal("rules") instanceof Node.ListLiteral(var items, _)) {
          for (var item : items) {
            if (item instanceof Node.TextLiteral(var path, var span)) {
              own.put(path, span);
              starts.add(path);
            }
          }
        }
      }
      imported.put(file.path(), own);
      (own.isEmpty() ? rest : starts).add(file.path());
    }
    starts.addAll(rest);
  }

  /** The paths that a file imports itself. */
  Set<String> of(String path) {
    var own = imported.get(path);
    return own == null ? Set.of() : own.keySet();
  }

  /** All paths, each after those it imports, once {@link #sort sorted}. */
  List<String> sorted() {
    return sorted;
  }

  /** One file on the way down, and those it imports that are still to be visited. */
  private record Visit(String path, Iterator<String> left) {}

  /** Puts every file after those it imports, or reports the first cycle. */
  void sort(Findings findings) {
    Set<String> seen = new HashSet<>();
    Map<String, Integer> depths = new HashMap<>();
    // A stack of its own, as a chain of imports may be as long as the set.
    var way = new ArrayDeque<Visit>();
    for (var start : starts) {
      if (seen.add(start)) {
        depths.put(start, 0);
        way.push(new Visit(start, of(start).iterator()));
      }
      while (!way.isEmpty()) {
        var visit = way.peek();
        if (!visit.left().hasNext()) {
          depths.remove(visit.path());
          sorted.add(visit.path());
          way.pop();
          continue;
        }
        var next = visit.left().next();
        var depth = depths.get(next);
        if (depth != null) {
          report(way.reversed().stream().map(Visit::path).skip(depth).toList(), findings);
          return;
        }
        if (seen.add(next)) {
          depths.put(next, way.size());
          way.push(new Visit(next, of(next).iterator()));
        }
      }
    }
  }

  private void report(List<String> cycle, Findings findings) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < cycle.size(); i++) {
      var own = imported.get(cycle.get(i));
      var span = own == null ? null : own.get(cycle.get((i + 1) % cycle.size()));
      if (span != null) {
        spans.add(span);
      }
    }
    findings.error(
        "import-cycle",
        "import cycle detected here",
        spans.getFirst(),
        "this import results in a cyclic dependency",
        "the import chain is displayed below:",
        Findings.places(spans.subList(1, spans.size())));
  }
}
