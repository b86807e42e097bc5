package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import java.util.List;
import java.util.Map;

/** A set without errors, with all that the checks found out. Immutable. */
public interface CheckedRules {
  /** Every file, each after those it imports. */
  List<Node.Root> files();

  /** What a name in a load position refers to. */
  Definition definitionOf(Node.Name use);

  /** What an assignment defines. */
  Definition definedBy(Node.Assign assignment);

  /** The type of an expression before any unwrapping. */
  Type typeOf(Node.Expression expression);

  /**
   * Whether the value is used as what it unwraps to: a rule as its bool, an entity as its id, a
   * time delta as its seconds, an experiment as its list of texts.
   */
  boolean unwraps(Node.Expression expression);

  /** How a call is evaluated. */
  Prepared preparedFor(Node.Call call);

  /** The signature of the function that a call calls. */
  Signature signatureOf(Node.Call call);

  /** Entity types by the name of the feature that holds the entity. */
  Map<String, String> entityTypes();

  /** Each label of the configuration, with the entity types it is for. */
  Map<String, List<String>> labels();

  /** Descriptions by the name of the rule; the names of an f-string stand in braces. */
  Map<String, String> ruleDescriptions();
}
