package dev.ferrule.rules.check;

import static dev.ferrule.rules.check.Check.CALLS;
import static dev.ferrule.rules.check.Check.CALL_RESULTS;
import static dev.ferrule.rules.check.Check.CONFIG;
import static dev.ferrule.rules.check.Check.DEFINED_NAMES;
import static dev.ferrule.rules.check.Check.DYNAMIC_RESULTS;
import static dev.ferrule.rules.check.Check.IMPORTS;
import static dev.ferrule.rules.check.Check.LABELS;
import static dev.ferrule.rules.check.Check.STORED_NAMES;
import static dev.ferrule.rules.check.Check.TYPES;
import static dev.ferrule.rules.check.Check.UNUSED_LOCALS;

import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.syntax.Parser;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a rule set. Confined to one check.
 *
 * <p>A check runs only if those it builds on found no errors, so that one mistake is reported once;
 * checks that need nothing of one another all run, so that an author sees as many mistakes at once
 * as there are. Files that nothing imports are checked like the others.
 */
public final class Checker {
  private final Sources sources;
  private final FunctionTable functions;
  private final Lists lists;
  private final Set<Check> wanted;
  private final Map<String, ConfigShape> configKeys;
  private final Findings findings = new Findings();
  private final Closest closest = new Closest();
  private final Annotations annotations = new Annotations();
  private final Set<Check> passed = EnumSet.noneOf(Check.class);

  private Checker(
      Sources sources,
      FunctionTable functions,
      Lists lists,
      Set<Check> wanted,
      Map<String, ConfigShape> configKeys) {
    this.sources = sources;
    this.functions = functions;
    this.lists = lists;
    this.wanted = wanted;
    this.configKeys = configKeys;
  }

  /** Parses and checks all files of a set. Never throws on account of what they say. */
  public static CheckResult check(Sources sources, FunctionTable functions, Lists lists) {
    return check(sources, functions, lists, EnumSet.allOf(Check.class), Config.KEYS);
  }

  /** Runs a part of the checks, with other keys in the configuration. */
  static CheckResult check(
      Sources sources,
      FunctionTable functions,
      Lists lists,
      Set<Check> wanted,
      Map<String, ConfigShape> configKeys) {
    var checker = new Checker(sources, functions, lists, wanted, configKeys);
    var rules = checker.run();
    return new CheckResult(checker.findings.sorted(), rules);
  }

  private @Nullable CheckedRules run() {
    var files = parse();
    if (files == null) {
      return null;
    }
    var config = Config.read(sources.config(), findings);
    boolean readable = findings.errors() == 0;
    if (readable) {
      run(CONFIG, Set.of(), () -> config.check(configKeys, findings));
    }
    each(files, UNUSED_LOCALS, Set.of(), file -> UnusedLocals.check(file, findings));
    each(files, CALL_RESULTS, Set.of(), file -> CallResults.check(file, functions, findings));
    var stored = new StoredNames(files);
    run(STORED_NAMES, Set.of(), () -> stored.report(findings));
    boolean configured = passed.contains(CONFIG) || !wanted.contains(CONFIG);
    var setting =
        new Setting(sources.rules(), stored, configured ? config.labels() : null, lists, closest);
    var calls = new Calls(setting, findings);
    run(CALLS, Set.of(STORED_NAMES), () -> calls.check(files, functions));
    if (!passed.contains(CALLS) || !calls.complete()) {
      return null;
    }
    return checkCalled(files, config, stored, calls);
  }

  /** The checks of a set in which all calls are right. */
  private @Nullable CheckedRules checkCalled(
      List<Outline> files, Config config, StoredNames stored, Calls calls) {
    var imports = new Imports(files, calls);
    run(IMPORTS, Set.of(CALLS), () -> imports.sort(findings));
    each(
        files,
        DYNAMIC_RESULTS,
        Set.of(CALLS),
        file -> DynamicResults.check(file, calls, annotations, findings));
    var names = new DefinedNames(stored, imports, closest, findings);
    each(files, DEFINED_NAMES, Set.of(IMPORTS), names::check);
    var entities = new Entities(files, stored, calls);
    var labels = new LabelNames(config, entities, closest, findings);
    each(files, LABELS, Set.of(CONFIG), file -> labels.check(file, calls));
    var notes = new TypeNotes(stored, findings);
    var types = new StaticTypes(calls, annotations, notes);
    var sorted = sorted(files, imports);
    each(sorted, TYPES, Set.of(DYNAMIC_RESULTS, DEFINED_NAMES), types::check);
    return findings.errors() == 0 && passed.contains(TYPES)
        ? new Facts(sorted, calls, notes, entities, config.labels())
        : null;
  }

  private static List<Outline> sorted(List<Outline> files, Imports imports) {
    Map<String, Outline> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    List<Outline> sorted = new ArrayList<>();
    for (var path : imports.sorted()) {
      var file = byPath.get(path);
      if (file != null) {
        sorted.add(file);
      }
    }
    return sorted;
  }

  private @Nullable List<Outline> parse() {
    List<Outline> files = new ArrayList<>();
    for (var file : sources.rules().values()) {
      var parsed = Parser.parse(file);
      parsed.diagnostics().forEach(findings::add);
      if (findings.errors() == 0) {
        files.add(new Outline(parsed.root()));
      }
    }
    return findings.errors() == 0 ? files : null;
  }

  private void each(List<Outline> files, Check check, Set<Check> needed, Consumer<Outline> run) {
    run(check, needed, () -> files.forEach(run));
  }

  private void run(Check check, Set<Check> needed, Runnable run) {
    if (wanted.contains(check) && passed.containsAll(needed)) {
      int before = findings.errors();
      run.run();
      if (findings.errors() == before) {
        passed.add(check);
      }
    }
  }
}
