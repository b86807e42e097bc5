package dev.ferrule.rules.bytecode;

import dev.ferrule.rules.evaluation.RuleAudit;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the operations with many operands read beside the slots. Immutable. */
final class Plans {
  private Plans() {}

  /**
   * A call of a function.
   *
   * @param template constants and defaults in the places of the arguments
   * @param places which arguments come from slots
   * @param slots the slot of each such argument
   * @param acceptsNone whether a failed argument arrives as None
   */
  record CallPlan(
      Signature signature,
      Body body,
      Type type,
      @Nullable Object[] template,
      int[] places,
      int[] slots,
      boolean[] unwraps,
      boolean[] acceptsNone) {}

  /**
   * A read of JSON.
   *
   * @param path its index in the projection
   * @param whenAbsent what it fails with when there is nothing at the path; null when it does not
   */
  record ReadPlan(
      Prepared.JsonRead read, Type type, int path, boolean secret, @Nullable Failure whenAbsent) {}

  /**
   * An f-string.
   *
   * @param texts the text before each slot, and after the last
   */
  record FormatPlan(String[] texts, int[] slots) {}

  /** A list literal. */
  record ListPlan(int[] slots, boolean[] unwraps) {}

  /**
   * A rule.
   *
   * @param slots the slots of the names in the description
   */
  record RulePlan(String name, String description, String[] names, int[] slots) {}

  /**
   * A WhenRules.
   *
   * @param ruleNames what to call each rule that failed
   * @param quiet the audit when all rules have a value and none fired
   */
  record WhenPlan(int[] rules, String[] ruleNames, int[] effects, RuleAudit quiet) {}

  /** A comparison of values of any type. */
  record ComparePlan(Node.Comparator comparator, int left, int right) {}

  /** A binary operation on values of any type. */
  record BinaryPlan(Node.BinaryOperator operator, int left, int right) {}

  /** A membership test in a list of constants. */
  record MembersPlan(Set<Object> members) {}

  /** What a file extracts, in the order of its statements. */
  record Extracted(String name, byte[] json, int slot) {}

  /** A file: its code, its direct imports and what it extracts. */
  record FilePlan(FileCode code, int[] imports, List<Extracted> extracted) {}
}
