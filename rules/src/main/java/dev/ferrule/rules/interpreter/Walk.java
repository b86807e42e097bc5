package dev.ferrule.rules.interpreter;

import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.Projected;
import dev.ferrule.model.json.Projection;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Definition;
import dev.ferrule.rules.evaluation.Calls;
import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.EvaluationError;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.JsonReads;
import dev.ferrule.rules.evaluation.RuleAudit;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Coercion;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonNumbers;
import dev.ferrule.rules.values.PythonText;
import dev.ferrule.rules.values.PythonValues;
import dev.ferrule.rules.values.RuleValue;
import dev.ferrule.rules.values.TextBudget;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One event on its way through the tree, and what every expression came to. Confined. */
public final class Walk implements EventContext {
  /** What an expression comes to because one it depends on failed; neither counted nor reported. */
  private static final Failure PROPAGATED =
      new Failure(Failure.Kind.EXPECTED, "NodeFailurePropagation", "");

  private final Interpreter program;
  private final CheckedRules rules;
  private final Event event;
  private final Projected data;
  private final Projected secret;
  private final RandomGenerator random;
  private final Map<Node, @Nullable Object> values = new IdentityHashMap<>();
  private final Map<Node.Assign, @Nullable Object> names = new IdentityHashMap<>();
  private final Map<String, @Nullable Object> features = new LinkedHashMap<>();
  private final List<EvaluationError> errors = new ArrayList<>();
  private final List<EmittedEffect> effects = new ArrayList<>();
  private final List<RuleAudit> audits = new ArrayList<>();
  private final Set<String> started = new HashSet<>();
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private final TextBudget budget = new TextBudget();

  Walk(Interpreter program, Event event) {
    this.program = program;
    this.rules = program.rules;
    this.event = event;
    this.data = program.data.newProjected();
    this.secret = program.secret.newProjected();
    this.random = program.services.random().get();
  }

  /** What the set made of the event. */
  public Evaluation evaluation() {
    return new Evaluation(event, features, effects, errors, audits);
  }

  /** Whether the expression was evaluated and had a value. */
  public boolean hasValue(Node expression) {
    return values.containsKey(expression) && values.get(expression) != PROPAGATED;
  }

  /** Whether the expression was evaluated, with or without a value. */
  public boolean wasReached(Node expression) {
    return values.containsKey(expression);
  }

  /** The value of an expression that {@link #hasValue has} one. */
  public @Nullable Object valueOf(Node expression) {
    return values.get(expression);
  }

  void run() {
    event.data().read(program.data, data);
    event.secretData().read(program.secret, secret);
    waiting.add("main.sml");
    while (!waiting.isEmpty()) {
      runWithImports(waiting.remove());
    }
  }

  private void runWithImports(String path) {
    var needed = new HashSet<String>();
    var open = new ArrayDeque<String>(List.of(path));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (!started.contains(next) && needed.add(next)) {
        open.addAll(program.importsOf(next));
      }
    }
    for (var file : rules.files()) {
      if (needed.contains(file.file().path())) {
        started.add(file.file().path());
        file.statements().forEach(this::execute);
      }
    }
  }

  private void execute(Node.Statement statement) {
    switch (statement) {
      case Node.Assign assign -> {
        Object value = evaluate(assign.value());
        names.put(assign, value);
        Definition definition = rules.definedBy(assign);
        if (definition.extracted()) {
          features.put(definition.name(), value == PROPAGATED ? null : PythonValues.plain(value));
        }
      }
      case Node.CallStatement(Node.Call call, var ignored) -> evaluate(call);
    }
  }

  /* The value before unwrapping, or PROPAGATED. */
  private @Nullable Object evaluate(Node.Expression expression) {
    Object value = compute(expression);
    if (value instanceof Failure failure) {
      if (failure.kind() == Failure.Kind.UNEXPECTED) {
        errors.add(new EvaluationError(expression, failure));
      }
      value = PROPAGATED;
    }
    values.put(expression, value);
    return value;
  }

  /* The value as its user sees it, or PROPAGATED. */
  private @Nullable Object operand(Node.Expression expression) {
    Object value = evaluate(expression);
    return value != PROPAGATED && rules.unwraps(expression) ? PythonValues.unwrap(value) : value;
  }

  private @Nullable Object operandOrNone(Node.Expression expression) {
    Object value = operand(expression);
    return value == PROPAGATED ? null : value;
  }

  private @Nullable Object compute(Node.Expression expression) {
    return switch (expression) {
      case Node.TextLiteral(String value, var ignored) -> value;
      case Node.NumberLiteral(Number value, var ignored) -> value;
      case Node.BoolLiteral(boolean value, var ignored) -> value;
      case Node.NoneLiteral ignored -> null;
      case Node.Name name -> names.get(rules.definitionOf(name).statement());
      case Node.ListLiteral list -> list(list);
      case Node.FormatText format -> format(format);
      case Node.Unary unary -> unary(unary);
      case Node.Binary binary -> {
        Object left = operand(binary.left());
        Object right = operand(binary.right());
        yield left == PROPAGATED || right == PROPAGATED
            ? PROPAGATED
            : PythonValues.apply(binary.operator(), left, right, budgetOf(binary));
      }
      case Node.Compare compare -> compare(compare);
      case Node.Logical logical -> logical(logical);
      case Node.Call call -> call(call);
      case Node.Attribute ignored ->
          throw new IllegalStateException("an attribute cannot pass the checks");
    };
  }

  /* What is known before any event costs an event nothing. */
  private TextBudget budgetOf(Node.Expression expression) {
    return program.constants.isConstant(expression) ? new TextBudget() : budget;
  }

  private Object list(Node.ListLiteral list) {
    var items = new ArrayList<@Nullable Object>(list.items().size());
    boolean failed = false;
    for (var item : list.items()) {
      Object value = operand(item);
      failed |= value == PROPAGATED;
      items.add(value);
    }
    return failed ? PROPAGATED : Objects.requireNonNull(budgetOf(list).charge(items));
  }

  private Object format(Node.FormatText format) {
    var out = new StringBuilder();
    TextBudget mine = budgetOf(format);
    boolean full = false;
    boolean failed = false;
    for (Object piece : format.pieces()) {
      if (piece instanceof Node.Name name) {
        Object value = operand(name);
        failed |= value == PROPAGATED;
        String text = failed ? "" : PythonText.str(value);
        full |= !mine.has((long) out.length() + text.length());
        out.append(full ? "" : text);
      } else {
        out.append(piece);
      }
    }
    if (failed) {
      return PROPAGATED;
    }
    return !full && mine.take(out.length()) ? out.toString() : TextBudget.exhausted();
  }

  private @Nullable Object unary(Node.Unary unary) {
    Object value = operand(unary.operand());
    if (value == PROPAGATED) {
      return PROPAGATED;
    }
    return switch (unary.operator()) {
      case NOT -> !PythonValues.isTrue(value);
      case NEGATE ->
          PythonValues.isNumber(value)
              ? Objects.requireNonNull(
                  budgetOf(unary).charge(PythonNumbers.negate(Objects.requireNonNull(value))))
              : Failure.unexpected(
                  "TypeError",
                  "bad operand type for unary -: '%s'".formatted(PythonValues.typeName(value)));
    };
  }

  private Object compare(Node.Compare compare) {
    Object left = operand(compare.left());
    Object right = operand(compare.right());
    boolean leftMayFail =
        switch (compare.comparator()) {
          case EQUAL, NOT_EQUAL, IN, NOT_IN -> true;
          case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
        };
    boolean rightMayFail =
        switch (compare.comparator()) {
          case EQUAL, NOT_EQUAL -> true;
          case IN, NOT_IN, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
        };
    if ((left == PROPAGATED && !leftMayFail) || (right == PROPAGATED && !rightMayFail)) {
      return PROPAGATED;
    }
    return PythonValues.compare(
        compare.comparator(), left == PROPAGATED ? null : left, right == PROPAGATED ? null : right);
  }

  private boolean logical(Node.Logical logical) {
    boolean and = logical.operator() == Node.LogicalOperator.AND;
    boolean result = and;
    for (var operand : logical.operands()) {
      boolean value = PythonValues.isTrue(operandOrNone(operand));
      result = and ? result && value : result || value;
    }
    return result;
  }

  private @Nullable Object call(Node.Call call) {
    return switch (rules.preparedFor(call)) {
      case Prepared.Import ignored -> null;
      case Prepared.Require ignored -> require(call);
      case Prepared.JsonRead read -> {
        boolean isSecret = program.secretReads.contains(read);
        yield JsonReads.read(
            read,
            rules.typeOf(call),
            isSecret ? secret : data,
            Objects.requireNonNull(program.paths.get(read)),
            budget);
      }
      case Prepared.Rule rule -> rule(call, rule.name());
      case Prepared.WhenRules ignored -> whenRules(call);
      case Prepared.Search search -> {
        Object target = operand(argument(call, "target"));
        yield target == PROPAGATED ? PROPAGATED : search(search, (String) target);
      }
      case Prepared.Invoke invoke -> invoke(call, invoke.body());
    };
  }

  private static Object search(Prepared.Search search, @Nullable String target) {
    if (target == null) {
      return Failure.unexpected(
          "TypeError", "expected string or bytes-like object, got 'NoneType'");
    }
    try {
      return search.pattern().find(target);
    } catch (FerruleException e) {
      return Failure.unexpected(
          "TimeoutError",
          "expected a search within its limit of steps, found one that takes more: "
              + search.pattern().pattern());
    }
  }

  private @Nullable Object require(Node.Call call) {
    Object rule = operand(argument(call, "rule"));
    var condition = call.find("require_if");
    Object wanted = condition == null ? (Object) true : operand(condition);
    if (rule == PROPAGATED || wanted == PROPAGATED) {
      return PROPAGATED;
    }
    if (PythonValues.isTrue(wanted)
        && rule instanceof String path
        && program.files.containsKey(path)) {
      waiting.add(path);
    }
    return null;
  }

  private Object rule(Node.Call call, String name) {
    Object conditions = operand(argument(call, "when_all"));
    var descriptionNode = argument(call, "description");
    // An f-string is only described, as the text may be long and most rules do not fire.
    Object description =
        descriptionNode instanceof Node.FormatText format
            ? shown(format)
            : operand(descriptionNode);
    if (conditions == PROPAGATED || description == PROPAGATED) {
      return PROPAGATED;
    }
    boolean value =
        ((List<?>) Objects.requireNonNull(conditions)).stream().allMatch(PythonValues::isTrue);
    if (!(descriptionNode instanceof Node.FormatText format)) {
      return new RuleValue(name, value, String.valueOf(description), Map.of());
    }
    var shown = new LinkedHashMap<String, String>();
    for (var used : format.names()) {
      shown.put(used.identifier(), PythonText.str(operand(used)));
    }
    return new RuleValue(name, value, format.format(), Collections.unmodifiableMap(shown));
  }

  private Object shown(Node.FormatText format) {
    Object shown = format.format();
    for (var name : format.names()) {
      shown = operand(name) == PROPAGATED ? PROPAGATED : shown;
    }
    values.put(format, shown);
    return shown;
  }

  private @Nullable Object whenRules(Node.Call call) {
    var evaluated = new ArrayList<RuleValue>();
    var failed = new ArrayList<String>();
    for (var item : ((Node.ListLiteral) argument(call, "rules_any")).items()) {
      if (operandOrNone(item) instanceof RuleValue rule) {
        evaluated.add(rule);
      } else {
        failed.add(item instanceof Node.Name name ? name.identifier() : "<unknown>");
      }
    }
    var outcomes = new ArrayList<Effect>();
    int effectsFailed = 0;
    for (var item : ((Node.ListLiteral) argument(call, "then")).items()) {
      if (operandOrNone(item) instanceof Effect effect) {
        outcomes.add(effect);
      } else {
        effectsFailed++;
      }
    }
    var passing = evaluated.stream().filter(RuleValue::value).toList();
    if (passing.isEmpty()) {
      outcomes.clear();
    }
    outcomes.forEach(outcome -> effects.add(new EmittedEffect(outcome, passing)));
    audits.add(
        new RuleAudit(
            evaluated.stream().map(RuleValue::name).toList(),
            passing.stream().map(RuleValue::name).toList(),
            failed,
            outcomes.stream().map(Evaluation::featureOf).toList(),
            effectsFailed));
    return null;
  }

  private @Nullable Object invoke(Node.Call call, Body body) {
    Signature signature = rules.signatureOf(call);
    var arguments = new ArrayList<@Nullable Object>();
    boolean failed = false;
    for (var parameter : signature.parameters()) {
      var argument = call.find(parameter.name());
      Object value = argument == null ? parameter.defaultValue() : operand(argument);
      if (value == PROPAGATED && parameter.acceptsNone()) {
        value = null;
      }
      failed |= value == PROPAGATED;
      arguments.add(value);
    }
    for (var extra : call.arguments()) {
      if (signature.parameters().stream().noneMatch(p -> p.name().equals(extra.name()))) {
        Object value = operand(extra.value());
        failed |= value == PROPAGATED;
        arguments.add(value);
      }
    }
    if (failed) {
      return PROPAGATED;
    }
    Object result = Calls.call(body, this, arguments.toArray());
    return result instanceof Failure || fits(rules.typeOf(call), result)
        ? budgetOf(call).charge(result)
        : Calls.wrongResult(signature, rules.typeOf(call), result);
  }

  private static boolean fits(Type type, @Nullable Object value) {
    return type == Type.NONE || Coercion.holds(type, value);
  }

  private static Node.Expression argument(Node.Call call, String name) {
    return Objects.requireNonNull(call.find(name));
  }

  @Override
  public String actionName() {
    return event.actionName();
  }

  @Override
  public long actionId() {
    return event.actionId();
  }

  @Override
  public OffsetDateTime actionTime() {
    return event.time().withOffset();
  }

  @Override
  public Instant now() {
    return program.services.clock().instant();
  }

  @Override
  public Labels labels() {
    return program.services.labels();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public @Nullable Object json(JsonPath path) {
    var projection = Projection.of(List.of(path));
    var projected = projection.newProjected();
    event.data().read(projection, projected);
    return JsonReads.value(projected, 0);
  }
}
