package dev.ferrule.rules.bytecode;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Definition;
import dev.ferrule.rules.evaluation.Constants;
import dev.ferrule.rules.evaluation.JsonReads;
import dev.ferrule.rules.evaluation.RuleAudit;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.regex.PythonRegex;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compiles a checked set: one class for each file, whose code runs the file's statements in order.
 * Confined; use {@link #compile}.
 */
public final class RuleCompiler {
  final CheckedRules rules;
  final Services services;
  final SlotTable slots = new SlotTable();
  final List<JsonPath> dataPaths = new ArrayList<>();
  final List<JsonPath> secretPaths = new ArrayList<>();
  final List<Plans.CallPlan> calls = new ArrayList<>();
  final List<Plans.ReadPlan> reads = new ArrayList<>();
  final List<Plans.FormatPlan> formats = new ArrayList<>();
  final List<Plans.ListPlan> lists = new ArrayList<>();
  final List<Plans.RulePlan> rulePlans = new ArrayList<>();
  final List<Plans.WhenPlan> whens = new ArrayList<>();
  final List<Plans.ComparePlan> compares = new ArrayList<>();
  final List<Plans.BinaryPlan> binaries = new ArrayList<>();
  final List<Plans.MembersPlan> members = new ArrayList<>();
  final List<Plans.FilePlan> files = new ArrayList<>();
  final Map<JsonPath, Integer> functionPaths = new HashMap<>();
  final Map<String, Integer> fileByPath = new HashMap<>();
  final Map<Node.Assign, Integer> slotOf = new IdentityHashMap<>();
  private final List<List<PythonRegex>> searches = new ArrayList<>();
  private final Map<Integer, Integer> searchGroupOfSlot = new HashMap<>();
  private final Map<String, Integer> dataPathIndex = new HashMap<>();
  private final Map<String, Integer> secretPathIndex = new HashMap<>();
  private final Constants constants;

  private RuleCompiler(CheckedRules rules, Services services) {
    this.rules = rules;
    this.services = services;
    this.constants = new Constants(rules);
  }

  /** The program of a set. */
  public static Program compile(CheckedRules rules, Services services) {
    var compiler = new RuleCompiler(rules, services);
    for (var file : rules.files()) {
      compiler.fileByPath.put(file.file().path(), compiler.fileByPath.size());
    }
    rules.files().forEach(compiler::compileFile);
    return new Program(compiler);
  }

  List<SearchGroup> searchGroups() {
    return searches.stream().map(SearchGroup::new).toList();
  }

  private void compileFile(Node.Root file) {
    var code = new CodeAssembler();
    var imports = new ArrayList<Integer>();
    var extracted = new ArrayList<Plans.Extracted>();
    for (var statement : file.statements()) {
      var expressions = new Expressions(this, constants, code, statement);
      switch (statement) {
        case Node.Assign assign -> assign(assign, expressions, extracted);
        case Node.CallStatement(Node.Call call, var ignored) -> {
          switch (rules.preparedFor(call)) {
            case Prepared.Import(List<String> paths) ->
                paths.forEach(path -> imports.add(Objects.requireNonNull(fileByPath.get(path))));
            case Prepared.Require require -> require(call, expressions, code);
            case Prepared.WhenRules when -> when(call, expressions, code);
            case Prepared.JsonRead read -> expressions.slotOf(call);
            case Prepared.Rule rule -> expressions.slotOf(call);
            case Prepared.Search search -> expressions.slotOf(call);
            case Prepared.Invoke invoke -> expressions.slotOf(call);
          }
        }
      }
    }
    files.add(
        new Plans.FilePlan(
            code.assemble(), imports.stream().mapToInt(Integer::intValue).toArray(), extracted));
  }

  private void assign(
      Node.Assign assign, Expressions expressions, List<Plans.Extracted> extracted) {
    Definition definition = rules.definedBy(assign);
    int slot;
    if (constants.isConstant(assign.value())) {
      slot = slots.constant(constants.valueOf(assign.value()), assign.value());
    } else if (assign.value() instanceof Node.Call call
        && rules.preparedFor(call) instanceof Prepared.JsonRead read) {
      slot = read(call, read, definition, expressions.code());
    } else if (assign.value() instanceof Node.Call call
        && rules.preparedFor(call) instanceof Prepared.Rule rule) {
      slot = expressions.rule(call, rule.name());
    } else {
      slot = expressions.slotOf(assign.value());
    }
    slotOf.put(assign, slot);
    if (definition.extracted()) {
      byte[] name = JsonWriter.encodedName(definition.name());
      extracted.add(new Plans.Extracted(definition.name(), name, slot));
    }
  }

  private int read(
      Node.Call call, Prepared.JsonRead read, Definition definition, CodeAssembler code) {
    Type type = rules.typeOf(call);
    int path = pathOf(read.path(), definition.secret());
    Type valueType = type instanceof Type.EntityOf(Type id) ? id : type;
    Failure absent = JsonReads.absent(read, valueType) instanceof Failure failure ? failure : null;
    Kind kind = Kind.of(type);
    int slot = slots.add(kind, call);
    reads.add(new Plans.ReadPlan(read, type, path, definition.secret(), absent));
    boolean exact = read.entityType() == null;
    String operation =
        switch (kind) {
          case TEXT -> exact ? "readText" : "read";
          case INT -> exact ? "readInt" : "read";
          case FLOAT -> exact && holdsFloat(type) ? "readFloat" : "read";
          case BOOL -> exact ? "readBool" : "read";
          case RULE, BOXED -> "read";
        };
    code.run(Statements.class, operation, slot, reads.size() - 1);
    return slot;
  }

  private static boolean holdsFloat(Type type) {
    return type == Type.FLOAT
        || (type instanceof Type.Union(List<Type> members) && members.contains(Type.FLOAT));
  }

  /** Sees to it that a path that a function asks for is read from events. */
  void readForFunction(JsonPath path) {
    functionPaths.put(path, pathOf(path, false));
  }

  private int pathOf(JsonPath path, boolean secret) {
    var paths = secret ? secretPaths : dataPaths;
    return (secret ? secretPathIndex : dataPathIndex)
        .computeIfAbsent(
            path.text(),
            text -> {
              paths.add(path);
              return paths.size() - 1;
            });
  }

  private static void require(Node.Call call, Expressions expressions, CodeAssembler code) {
    var condition = call.find("require_if");
    int rule = expressions.operand(Objects.requireNonNull(call.find("rule")));
    if (condition == null) {
      code.push(Truth.TRUE);
    } else {
      expressions.truth(condition);
    }
    code.take(Statements.class, "require", rule);
  }

  private void when(Node.Call call, Expressions expressions, CodeAssembler code) {
    var ruleItems = ((Node.ListLiteral) Objects.requireNonNull(call.find("rules_any"))).items();
    var effectItems = ((Node.ListLiteral) Objects.requireNonNull(call.find("then"))).items();
    int[] ruleSlots = ruleItems.stream().mapToInt(expressions::slotOf).toArray();
    int[] effectSlots = effectItems.stream().mapToInt(expressions::slotOf).toArray();
    var names = new ArrayList<String>();
    for (var item : ruleItems) {
      names.add(item instanceof Node.Name name ? name.identifier() : "<unknown>");
    }
    var evaluated = new ArrayList<String>();
    for (int slot : ruleSlots) {
      int plan = slots.rulePlan(slot);
      evaluated.add(plan < 0 ? "" : rulePlans.get(plan).name());
    }
    var quiet = new RuleAudit(evaluated, List.of(), List.of(), List.of(), 0);
    whens.add(new Plans.WhenPlan(ruleSlots, names.toArray(String[]::new), effectSlots, quiet));
    code.run(Statements.class, "when", whens.size() - 1);
  }

  /** The group and the place of a pattern that looks at the text of a slot. */
  int[] search(int target, PythonRegex pattern) {
    int group =
        searchGroupOfSlot.computeIfAbsent(
            target,
            slot -> {
              searches.add(new ArrayList<>());
              return searches.size() - 1;
            });
    var patterns = searches.get(group);
    patterns.add(pattern);
    return new int[] {group, patterns.size() - 1};
  }
}
