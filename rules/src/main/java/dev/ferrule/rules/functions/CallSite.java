package dev.ferrule.rules.functions;

import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Span;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call in the sources, while the set is being checked. Confined to the check. */
public interface CallSite {
  /** The call. */
  Node.Call call();

  /** The statement that assigns the call's own result to a name, or null. */
  Node.@Nullable Assign assignment();

  /**
   * The value of a constant argument, or its default: null (None), String, Long, BigInteger,
   * Double, Boolean, or a List of these.
   */
  @Nullable Object constant(String parameter);

  /** The constant as text. */
  default String text(String parameter) {
    return (String) java.util.Objects.requireNonNull(constant(parameter));
  }

  /** Whether the call names this argument. */
  boolean has(String parameter);

  /** The arguments beyond the signature's parameters, by name, in the order written. */
  Map<String, Node.Expression> extras();

  /**
   * What a name, or the expression itself, comes from: a Name is followed to its assigned value.
   */
  Node.Expression resolve(Node.Expression expression);

  /** The place of an argument's value (the literal, where a name was followed), or of the call. */
  Span spanOf(String parameter);

  /** Reports an error in this call. */
  void reject(String message, Span span, String hint);

  /** Reports an error in this call that other places explain. */
  void reject(
      String message,
      Span span,
      String hint,
      String relatedMessage,
      List<Diagnostic.Related> related);

  /**
   * Reports that the call's result must be assigned to a name. The hint shows how: the assignment
   * to {@code exampleName}, and the statement around the call with that name in its place.
   */
  void rejectUnassigned(String message, String exampleName);

  /**
   * The statement that holds an expression, as text, with another expression in its place.
   *
   * @param replaced a part of any statement of the set
   */
  String statementWith(Node.Expression replaced, Node.Expression replacement);

  /**
   * Reports that a constant argument has a bad value: {@code failed to validate argument `path` for
   * `JsonData(...)`} with the message as its hint.
   */
  void rejectArgument(String parameter, String message);

  /** All files of the set by path. */
  Map<String, SourceFile> files();

  /** The names that {@code labels} of config.yaml defines, each with the entity types it is for. */
  Map<String, List<String>> labelDefinitions();

  /** The lists of the set. */
  Lists lists();

  /** The closest of the candidates to a mistyped word, or null. */
  @Nullable String closest(String word, Collection<String> candidates);
}
