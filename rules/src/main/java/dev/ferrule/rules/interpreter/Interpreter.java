package dev.ferrule.rules.interpreter;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.Projection;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.evaluation.Constants;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.syntax.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evaluates a rule set by walking its tree. Thread-safe.
 *
 * <p>Slow and simple on purpose: it is what the compiled form is held to, and it remembers the
 * value of every expression, which explains a result.
 */
public final class Interpreter {
  final CheckedRules rules;
  final Services services;
  final Map<String, Node.Root> files = new HashMap<>();
  final Map<Prepared.JsonRead, Integer> paths = new IdentityHashMap<>();
  final Set<Prepared.JsonRead> secretReads = Collections.newSetFromMap(new IdentityHashMap<>());
  final Constants constants;
  private final Map<String, List<String>> imports = new HashMap<>();
  final Projection data;
  final Projection secret;

  /** An interpreter of a set. */
  public Interpreter(CheckedRules rules, Services services) {
    this.rules = rules;
    this.services = services;
    this.constants = new Constants(rules);
    List<JsonPath> dataPaths = new ArrayList<>();
    List<JsonPath> secretPaths = new ArrayList<>();
    for (var file : rules.files()) {
      files.put(file.file().path(), file);
      var imported = new ArrayList<String>();
      imports.put(file.file().path(), imported);
      for (var statement : file.statements()) {
        if (statement instanceof Node.CallStatement(Node.Call call, var ignored)
            && rules.preparedFor(call) instanceof Prepared.Import(List<String> files)) {
          imported.addAll(files);
        }
        if (statement instanceof Node.Assign assign
            && assign.value() instanceof Node.Call call
            && rules.preparedFor(call) instanceof Prepared.JsonRead read) {
          boolean isSecret = rules.definedBy(assign).secret();
          if (isSecret) {
            secretReads.add(read);
          }
          var target = isSecret ? secretPaths : dataPaths;
          paths.put(read, target.size());
          target.add(read.path());
        }
      }
    }
    data = Projection.of(dataPaths);
    secret = Projection.of(secretPaths);
  }

  List<String> importsOf(String path) {
    return imports.getOrDefault(path, List.of());
  }

  /**
   * Evaluates one event.
   *
   * @throws dev.ferrule.model.FerruleException when the event is no JSON or too large
   */
  public Walk evaluate(Event event) {
    var walk = new Walk(this, event);
    walk.run();
    return walk;
  }
}
