package dev.ferrule.rules.check;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.check.Constants.Constant;
import dev.ferrule.rules.check.Outline.CallUse;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.syntax.Diagnostic.Related;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.NodeText;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Span;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call under check, and what was found out about it. Confined to the check. */
final class Site implements CallSite {
  private static final String REJECTED = "rejected-call";

  private final Setting setting;
  private final Findings findings;
  private final CallUse use;
  private final String path;
  private final Function function;
  private final Map<String, Constant> constants;
  private @Nullable Prepared prepared;

  Site(
      Setting setting,
      Findings findings,
      CallUse use,
      String path,
      Function function,
      Map<String, Constant> constants) {
    this.setting = setting;
    this.findings = findings;
    this.use = use;
    this.path = path;
    this.function = function;
    this.constants = constants;
  }

  /** Lets the function look at the call. */
  void prepare() {
    prepared = function.prepare(this);
  }

  /** What the function made of the call, or null when a constant has the wrong type. */
  @Nullable Prepared prepared() {
    return prepared;
  }

  CallUse use() {
    return use;
  }

  Signature signature() {
    return function.signature();
  }

  /** The name that the call has for the function. */
  String name() {
    var name = use.function();
    return name == null ? signature().name() : name;
  }

  @Override
  public Node.Call call() {
    return use.call();
  }

  @Override
  public Node.@Nullable Assign assignment() {
    return use.assignment();
  }

  @Override
  public @Nullable Object constant(String parameter) {
    var constant = constants.get(parameter);
    if (constant != null) {
      return constant.value();
    }
    var argument = call().find(parameter);
    if (argument != null) {
      return Constants.value(resolve(argument));
    }
    var declared = parameter(parameter);
    return declared == null || declared.required() ? null : declared.defaultValue();
  }

  private @Nullable Parameter parameter(String name) {
    for (var parameter : signature().parameters()) {
      if (parameter.name().equals(name)) {
        return parameter;
      }
    }
    return null;
  }

  /** The literal of a constant argument, or null when the argument is not given. */
  Node.@Nullable Expression literal(String parameter) {
    var constant = constants.get(parameter);
    return constant == null ? null : constant.literal();
  }

  @Override
  public boolean has(String parameter) {
    return call().find(parameter) != null;
  }

  @Override
  public Map<String, Node.Expression> extras() {
    Map<String, Node.Expression> extras = new LinkedHashMap<>();
    for (var argument : call().arguments()) {
      if (parameter(argument.name()) == null) {
        extras.put(argument.name(), argument.value());
      }
    }
    return extras;
  }

  @Override
  public Node.Expression resolve(Node.Expression expression) {
    return setting.stored().follow(expression, path);
  }

  @Override
  public Span spanOf(String parameter) {
    var literal = literal(parameter);
    if (literal != null) {
      return literal.span();
    }
    var argument = call().find(parameter);
    return argument == null ? call().span() : argument.span();
  }

  @Override
  public void reject(String message, Span span, String hint) {
    findings.error(REJECTED, message, span, hint);
  }

  @Override
  public void reject(
      String message, Span span, String hint, String relatedMessage, List<Related> related) {
    findings.error(REJECTED, message, span, hint, relatedMessage, related);
  }

  @Override
  public void rejectUnassigned(String message, String exampleName) {
    findings.error(REJECTED, message, call().span(), assignHint(use, exampleName, ""));
  }

  /**
   * How to assign the result of a call first.
   *
   * @param annotation the annotation of the name, empty when it needs none
   */
  static String assignHint(CallUse use, String exampleName, String annotation) {
    var hint =
        new StringBuilder("assign it to a variable before using it:\n`")
            .append(exampleName)
            .append(annotation.isEmpty() ? "" : ": " + annotation)
            .append(" = ")
            .append(NodeText.print(use.call()))
            .append('`');
    if (use.place() != Outline.Place.STATEMENT) {
      var name = new Node.Name(exampleName, use.call().span());
      hint.append("\n`").append(new Replacing(use.call(), name).in(use.statement())).append('`');
    }
    return hint.toString();
  }

  @Override
  public String statementWith(Node.Expression replaced, Node.Expression replacement) {
    var statement = use.statement();
    for (var argument : call().arguments()) {
      if (argument.value() instanceof Node.Name name
          && setting.stored().follow(name, path) == replaced) {
        var assign = setting.stored().find(name.identifier(), path);
        statement = assign == null ? statement : assign;
      }
    }
    return new Replacing(replaced, replacement).in(statement);
  }

  @Override
  public void rejectArgument(String parameter, String message) {
    findings.error(
        "invalid-argument",
        "failed to validate argument `%s` for `%s(...)`".formatted(parameter, name()),
        spanOf(parameter),
        "error: " + message);
  }

  @Override
  public Map<String, SourceFile> files() {
    return setting.files();
  }

  @Override
  public Map<String, List<String>> labelDefinitions() {
    var labels = setting.labels();
    if (labels == null) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected labels in the configuration, found errors in it");
    }
    return labels;
  }

  @Override
  public Lists lists() {
    return setting.lists();
  }

  @Override
  public @Nullable String closest(String word, Collection<String> candidates) {
    return setting.closest().find(word, candidates);
  }
}
