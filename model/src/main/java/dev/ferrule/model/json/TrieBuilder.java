package dev.ferrule.model.json;

import dev.ferrule.model.json.TrieNode.Rest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins paths into a trie. Confined to one use. */
final class TrieBuilder {
  private final List<Integer> paths = new ArrayList<>();
  private final List<Rest> rests = new ArrayList<>();
  private final List<Rest> unlessArray = new ArrayList<>();
  private final Map<String, TrieBuilder> byName = new LinkedHashMap<>();
  private final Map<Integer, TrieBuilder> byPosition = new LinkedHashMap<>();

  void add(int number, JsonPath path) {
    TrieBuilder at = this;
    for (String field : path.prefix()) {
      at = at.byName.computeIfAbsent(field, _ -> new TrieBuilder());
    }
    var steps = new ArrayList<PathStep>();
    flatten(path.expression(), steps);
    if (!steps.isEmpty() && steps.getFirst() instanceof PathStep.Root) {
      steps.removeFirst();
    }
    if (steps.stream().anyMatch(PathStep::looksUp)) {
      at.rests.add(new Rest(number, path.expression()));
      return;
    }
    for (int i = 0; i < steps.size(); i++) {
      PathStep step = steps.get(i);
      if (step instanceof PathStep.Fields fields && fields.names().size() == 1 && !fields.all()) {
        at = at.byName.computeIfAbsent(fields.names().getFirst(), _ -> new TrieBuilder());
      } else if (step instanceof PathStep.Index(int index) && index >= 0) {
        at.unlessArray.add(new Rest(number, join(steps.subList(i, steps.size()))));
        at = at.byPosition.computeIfAbsent(index, _ -> new TrieBuilder());
      } else {
        at.rests.add(new Rest(number, join(steps.subList(i, steps.size()))));
        return;
      }
    }
    at.paths.add(number);
  }

  /** A chain of children, whichever way it nests, as a list. */
  private static void flatten(PathStep step, List<PathStep> into) {
    if (step instanceof PathStep.Child(var left, var right)) {
      flatten(left, into);
      flatten(right, into);
    } else if (!(step instanceof PathStep.This)) {
      into.add(step);
    }
  }

  private static PathStep join(List<PathStep> steps) {
    return steps.stream().reduce(PathStep.Child::new).orElseThrow();
  }

  /** The node, and those below it, numbered from {@code ids[0]}, which is left at the next. */
  TrieNode build(int[] ids) {
    int id = ids[0]++;
    var fields = new LinkedHashMap<String, TrieNode>();
    byName.forEach((name, child) -> fields.put(name, child.build(ids)));
    var elements = new LinkedHashMap<Integer, TrieNode>();
    byPosition.forEach((position, child) -> elements.put(position, child.build(ids)));
    return new TrieNode(
        id, paths.stream().mapToInt(p -> p).toArray(), rests, unlessArray, fields, elements);
  }
}
