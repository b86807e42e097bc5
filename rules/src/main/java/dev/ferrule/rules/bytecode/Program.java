package dev.ferrule.rules.bytecode;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.Projection;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.syntax.Node;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A compiled rule set. Immutable, thread-safe; {@link #newEvaluator} gives each thread its own. */
public final class Program {
  /* A chain of imports as long as a set would keep a list as long for each of its files. */
  private static final int MOST_KEPT_IMPORTS = 500;

  final Services services;
  final Projection data;
  final Projection secret;
  final boolean readsSecret;
  final Kind[] kinds;
  final Node[] nodes;
  final long[] initialNumbers;
  final @Nullable Object[] initialObjects;
  final int[] rulePlanOfSlot;
  final Plans.CallPlan[] calls;
  final Plans.ReadPlan[] reads;
  final Plans.FormatPlan[] formats;
  final Plans.ListPlan[] lists;
  final Plans.RulePlan[] rules;
  final Plans.WhenPlan[] whens;
  final Plans.ComparePlan[] compares;
  final Plans.BinaryPlan[] binaries;
  final Plans.MembersPlan[] members;
  final Plans.FilePlan[] files;
  final Map<JsonPath, Integer> functionPaths;
  final Map<String, Integer> fileByPath;
  final List<SearchGroup> searches;
  final int main;
  private final Map<String, List<String>> labels;
  private final AtomicReferenceArray<int[]> withImports;

  Program(RuleCompiler compiler) {
    services = compiler.services;
    data = Projection.of(compiler.dataPaths);
    secret = Projection.of(compiler.secretPaths);
    readsSecret = !compiler.secretPaths.isEmpty();
    kinds = compiler.slots.kinds();
    nodes = compiler.slots.nodes();
    initialNumbers = compiler.slots.numbers();
    initialObjects = compiler.slots.objects();
    rulePlanOfSlot = compiler.slots.rulePlans();
    calls = compiler.calls.toArray(Plans.CallPlan[]::new);
    reads = compiler.reads.toArray(Plans.ReadPlan[]::new);
    formats = compiler.formats.toArray(Plans.FormatPlan[]::new);
    lists = compiler.lists.toArray(Plans.ListPlan[]::new);
    rules = compiler.rulePlans.toArray(Plans.RulePlan[]::new);
    whens = compiler.whens.toArray(Plans.WhenPlan[]::new);
    compares = compiler.compares.toArray(Plans.ComparePlan[]::new);
    binaries = compiler.binaries.toArray(Plans.BinaryPlan[]::new);
    members = compiler.members.toArray(Plans.MembersPlan[]::new);
    files = compiler.files.toArray(Plans.FilePlan[]::new);
    functionPaths = Map.copyOf(compiler.functionPaths);
    fileByPath = Map.copyOf(compiler.fileByPath);
    searches = compiler.searchGroups();
    labels = compiler.rules.labels();
    main = Objects.requireNonNull(fileByPath.get(Sources.ENTRY));
    withImports = new AtomicReferenceArray<>(files.length);
  }

  /** Each label of the configuration, with the entity types it is for. */
  public Map<String, List<String>> labels() {
    return labels;
  }

  /** Memory and entry points for one thread. */
  public Evaluator newEvaluator() {
    return new Evaluator(this);
  }

  /** Whether an evaluation may wait for something; see {@link Body#blocks}. */
  public boolean blocks() {
    return Arrays.stream(calls).anyMatch(call -> call.body().blocks());
  }

  /** Whether what an evaluation comes to may hang on labels that an event before it changed. */
  public boolean readsLabels() {
    return Arrays.stream(calls).anyMatch(call -> call.signature().name().equals("HasLabel"));
  }

  /** A file and all it imports, however far, each after those it imports. */
  int[] withImports(int file) {
    int[] known = withImports.get(file);
    if (known == null) {
      var needed = new BitSet();
      needed.set(file);
      // Files stand after those they import, so one sweep towards the front finds them all.
      for (int i = file; i >= 0; i = needed.previousSetBit(i - 1)) {
        for (int imported : files[i].imports()) {
          needed.set(imported);
        }
      }
      known = needed.stream().toArray();
      if (known.length <= MOST_KEPT_IMPORTS) {
        withImports.set(file, known);
      }
    }
    return known;
  }
}
