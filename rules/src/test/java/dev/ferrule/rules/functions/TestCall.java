package dev.ferrule.rules.functions;

import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Span;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function outside a rule set. Its literals are those arguments that are nodes; every
 * other argument stands for an expression.
 */
public final class TestCall implements CallSite, EventContext, Labels {
  public static final Span SPAN = new Span(new SourceFile("main.sml", ""), 1, 0, 0, 0);

  private final Function function;
  private final Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
  private final Map<String, SourceFile> files = new LinkedHashMap<>();
  private final Map<String, Node.Expression> names = new LinkedHashMap<>();
  private final Map<String, List<String>> labelDefinitions = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();
  private @Nullable String target;
  private EntityLabels labels = EntityLabels.NONE;
  private final Random random = new Random(1);

  /** The event's time, and now. */
  public static final OffsetDateTime TIME = OffsetDateTime.parse("2026-01-02T03:04:05Z");

  public TestCall(Collection<Function> functions, String name) {
    function = java.util.Objects.requireNonNull(new FunctionTable(functions).find(name), name);
  }

  /** Gives an argument: a value, or a node where the function looks at the source. */
  public TestCall with(String name, @Nullable Object value) {
    arguments.put(name, value);
    return this;
  }

  public TestCall assignedTo(String name) {
    target = name;
    return this;
  }

  public TestCall withFile(String path) {
    files.put(path, new SourceFile(path, ""));
    return this;
  }

  public TestCall withName(String name, Node.Expression value) {
    names.put(name, value);
    return this;
  }

  public TestCall withLabelDefinition(String label) {
    labelDefinitions.put(label, List.of());
    return this;
  }

  public TestCall withLabels(EntityLabels labels) {
    this.labels = labels;
    return this;
  }

  public static Node.TextLiteral literal(String value) {
    return new Node.TextLiteral(value, SPAN);
  }

  public static Node.ListLiteral list(Node.Expression... items) {
    return new Node.ListLiteral(List.of(items), SPAN);
  }

  public static Node.Name name(String identifier) {
    return new Node.Name(identifier, SPAN);
  }

  public Prepared prepare() {
    return function.prepare(this);
  }

  /** What the call is refused for: message, then hint. */
  public List<String> errors() {
    prepare();
    return errors;
  }

  /** What the call returns. */
  public @Nullable Object value() {
    if (!(prepare() instanceof Prepared.Invoke(Body body, var ignored))) {
      throw new AssertionError("not a function with a body");
    }
    if (!errors.isEmpty()) {
      throw new AssertionError(errors);
    }
    var values = new ArrayList<@Nullable Object>();
    for (var parameter : function.signature().parameters()) {
      values.add(
          arguments.containsKey(parameter.name())
              ? arguments.get(parameter.name())
              : parameter.defaultValue());
    }
    extras().keySet().forEach(extra -> values.add(arguments.get(extra)));
    return body.call(this, values.toArray());
  }

  @Override
  public Node.Call call() {
    var given = new ArrayList<Node.Argument>();
    arguments.forEach((name, value) -> given.add(new Node.Argument(name, node(value), SPAN)));
    return new Node.Call(name(function.signature().name()), given, SPAN);
  }

  private static Node.Expression node(@Nullable Object value) {
    return value instanceof Node.Expression node ? node : name("_computed");
  }

  @Override
  public Node.@Nullable Assign assignment() {
    return target == null ? null : new Node.Assign(name(target), null, call(), SPAN);
  }

  @Override
  public @Nullable Object constant(String parameter) {
    if (arguments.containsKey(parameter)) {
      return arguments.get(parameter);
    }
    return function.signature().parameters().stream()
        .filter(p -> p.name().equals(parameter))
        .findFirst()
        .orElseThrow()
        .defaultValue();
  }

  @Override
  public boolean has(String parameter) {
    return arguments.containsKey(parameter);
  }

  @Override
  public Map<String, Node.Expression> extras() {
    var extras = new LinkedHashMap<String, Node.Expression>();
    if (function.signature().extra() != null) {
      arguments.forEach((name, value) -> extras.put(name, node(value)));
      function.signature().parameters().forEach(p -> extras.remove(p.name()));
    }
    return extras;
  }

  @Override
  public Node.Expression resolve(Node.Expression expression) {
    return expression instanceof Node.Name name
        ? names.getOrDefault(name.identifier(), name)
        : expression;
  }

  @Override
  public Span spanOf(String parameter) {
    return SPAN;
  }

  @Override
  public void reject(String message, Span span, String hint) {
    errors.add(hint.isEmpty() ? message : message + "\n" + hint);
  }

  @Override
  public void reject(
      String message,
      Span span,
      String hint,
      String relatedMessage,
      List<Diagnostic.Related> related) {
    reject(message, span, hint);
  }

  @Override
  public void rejectUnassigned(String message, String exampleName) {
    errors.add(message);
  }

  @Override
  public String statementWith(Node.Expression replaced, Node.Expression replacement) {
    return replacement.toString();
  }

  @Override
  public void rejectArgument(String parameter, String message) {
    errors.add(parameter + ": " + message);
  }

  @Override
  public Map<String, SourceFile> files() {
    return files;
  }

  @Override
  public Map<String, List<String>> labelDefinitions() {
    return labelDefinitions;
  }

  @Override
  public Lists lists() {
    return Lists.NONE;
  }

  @Override
  public @Nullable String closest(String word, Collection<String> candidates) {
    return candidates.stream().filter(c -> c.charAt(0) == word.charAt(0)).findFirst().orElse(null);
  }

  @Override
  public String actionName() {
    return "test";
  }

  @Override
  public long actionId() {
    return 1;
  }

  @Override
  public OffsetDateTime actionTime() {
    return TIME;
  }

  @Override
  public Instant now() {
    return TIME.toInstant();
  }

  @Override
  public Labels labels() {
    return this;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public EntityLabels read(Entity entity) {
    return labels;
  }

  @Override
  public void apply(Effect.LabelChange change, String ruleName, String description, Instant at) {
    throw new AssertionError("no function applies changes");
  }
}
