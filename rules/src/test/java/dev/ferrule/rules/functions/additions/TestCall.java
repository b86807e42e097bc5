package dev.ferrule.rules.functions.additions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.labels.MemoryLabels;
import dev.ferrule.rules.lists.ListFiles;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Span;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Calls one function by name, as a rule would, without a rule. */
public final class TestCall implements CallSite {
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Function function;
  private final Map<String, @Nullable Object> given = new HashMap<>();
  private Lists lists = Lists.NONE;
  private @Nullable Object json;
  private final List<String> reports = new ArrayList<>();

  private TestCall(Function function) {
    this.function = function;
  }

  /** A call of one of the functions that this package adds. */
  public static TestCall of(String name) {
    var table = new FunctionTable(AdditionalFunctions.all());
    return of(Objects.requireNonNull(table.find(name), name));
  }

  public static TestCall of(Function function) {
    return new TestCall(function);
  }

  public TestCall with(String parameter, @Nullable Object value) {
    assertTrue(
        function.signature().parameters().stream().anyMatch(p -> p.name().equals(parameter)),
        parameter);
    given.put(parameter, value);
    return this;
  }

  public TestCall lists(Map<String, String> texts) {
    lists = ListFiles.of(texts);
    return this;
  }

  public TestCall json(@Nullable Object value) {
    json = value;
    return this;
  }

  /** What the call comes to. */
  public @Nullable Object value() {
    var prepared = function.prepare(this);
    assertEquals(List.of(), reports);
    return run(prepared);
  }

  /** What the call is reported for. */
  public List<String> reports() {
    function.prepare(this);
    return reports;
  }

  public @Nullable Object run(Prepared prepared) {
    var arguments = new ArrayList<@Nullable Object>();
    for (var parameter : function.signature().parameters()) {
      arguments.add(argument(parameter));
    }
    return switch (prepared) {
      case Prepared.Invoke(var body, var reads) ->
          body.call(new TestEvent(reads, json), arguments.toArray());
      default -> throw new AssertionError("not a call: " + prepared);
    };
  }

  private @Nullable Object argument(Parameter parameter) {
    if (given.containsKey(parameter.name())) {
      return given.get(parameter.name());
    }
    assertTrue(!parameter.required(), () -> "missing " + parameter.name());
    return parameter.defaultValue();
  }

  @Override
  public @Nullable Object constant(String parameter) {
    return argument(
        function.signature().parameters().stream()
            .filter(p -> p.name().equals(parameter))
            .findFirst()
            .orElseThrow());
  }

  @Override
  public boolean has(String parameter) {
    return given.containsKey(parameter);
  }

  @Override
  public void reject(String message, Span span, String hint) {
    reports.add(message);
  }

  @Override
  public void reject(
      String message,
      Span span,
      String hint,
      String more,
      List<dev.ferrule.rules.syntax.Diagnostic.Related> related) {
    reports.add(message);
  }

  @Override
  public void rejectArgument(String parameter, String message) {
    reports.add(parameter + ": " + message);
  }

  @Override
  public Lists lists() {
    return lists;
  }

  @Override
  public @Nullable String closest(String word, Collection<String> candidates) {
    return candidates.stream().findFirst().orElse(null);
  }

  @Override
  public Node.Call call() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Node.@Nullable Assign assignment() {
    return null;
  }

  @Override
  public Map<String, Node.Expression> extras() {
    return Map.of();
  }

  @Override
  public Node.Expression resolve(Node.Expression expression) {
    return expression;
  }

  @Override
  public String statementWith(Node.Expression replaced, Node.Expression replacement) {
    return "";
  }

  @Override
  public void rejectUnassigned(String message, String exampleName) {
    reports.add(message);
  }

  @Override
  public Span spanOf(String parameter) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, SourceFile> files() {
    return Map.of();
  }

  @Override
  public Map<String, List<String>> labelDefinitions() {
    return Map.of();
  }

  /** An event at a fixed time. */
  public record TestEvent(List<JsonPath> reads, @Nullable Object value) implements EventContext {
    @Override
    public @Nullable Object json(JsonPath path) {
      return reads.contains(path) ? value : null;
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
      return NOW.atOffset(ZoneOffset.UTC);
    }

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public Labels labels() {
      return new MemoryLabels(10, () -> NOW);
    }

    @Override
    public RandomGenerator random() {
      return new java.util.Random(1);
    }
  }
}
