package dev.ferrule.server.releases;

import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.declared.WorkerFunctions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a release needs of workers. Immutable.
 *
 * @param functions what workers compute for it
 * @param sources the files that define them, by path; empty when workers bring the code themselves
 * @param hash names the sources: releases with the same ones have the same workers
 */
public record FunctionNeeds(
    List<WorkerFunctions.Versioned> functions, Map<String, byte[]> sources, String hash) {
  public static final FunctionNeeds NONE = new FunctionNeeds(List.of(), Map.of(), "");

  public FunctionNeeds {
    functions = List.copyOf(functions);
    sources = Collections.unmodifiableMap(new TreeMap<>(sources));
  }

  /**
   * What a release needs.
   *
   * @param runsHere tells the functions that this process runs itself
   */
  static FunctionNeeds of(Release release, Predicate<WorkerFunctions.Versioned> runsHere) {
    var functions =
        RuleSets.workerFunctions(release.files()).stream().filter(runsHere.negate()).toList();
    if (functions.isEmpty()) {
      return NONE;
    }
    var sources = new TreeMap<String, byte[]>();
    for (var function : functions) {
      String source = function.declaration().source();
      if (source != null) {
        sources.put(source, Objects.requireNonNull(release.files().get(source)));
      }
    }
    return new FunctionNeeds(functions, sources, Release.of(sources).hash());
  }

  /** The functions whose source the release has. */
  public List<WorkerFunctions.Versioned> sourced() {
    return functions.stream().filter(each -> each.version() != null).toList();
  }
}
