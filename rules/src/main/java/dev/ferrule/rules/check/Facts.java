package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import dev.ferrule.rules.types.AnnotationReader;
import dev.ferrule.rules.types.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A set without errors. Immutable once made. */
final class Facts implements CheckedRules {
  private final List<Node.Root> files;
  private final Calls calls;
  private final TypeNotes notes;
  private final IdentityHashMap<Assign, Definition> definitions = new IdentityHashMap<>();
  private final Map<String, String> entityTypes;
  private final Map<String, List<String>> labels;
  private final Map<String, String> descriptions = new LinkedHashMap<>();

  Facts(
      List<Outline> sorted,
      Calls calls,
      TypeNotes notes,
      Entities entities,
      Map<String, List<String>> labels) {
    this.labels = Collections.unmodifiableMap(labels);
    this.files = sorted.stream().map(Outline::root).toList();
    this.calls = calls;
    this.notes = notes;
    this.entityTypes = Collections.unmodifiableMap(entities.byFeature());
    notes.known().forEach((assign, known) -> definitions.put(assign, define(assign, known)));
    for (var file : sorted) {
      for (var assign : file.assigns()) {
        describe(assign);
      }
    }
  }

  private static Definition define(Assign assign, TypeNotes.Known known) {
    return new Definition(
        assign, known.type(), isExtracted(assign, known), Annotations.isSecret(assign));
  }

  private static boolean isExtracted(Assign assign, TypeNotes.Known known) {
    if (Annotations.is(assign, AnnotationReader.EXTRACT_LITERAL)) {
      return true;
    }
    if (assign.target().isLocal() || isConstant(assign.value())) {
      return false;
    }
    return Annotations.is(assign, AnnotationReader.EXTRACT_SECRET) || known.extractable();
  }

  private static boolean isConstant(Node.Expression value) {
    return value instanceof Node.ListLiteral(var items, _)
        ? items.stream().allMatch(Constants::isLiteral)
        : Constants.isLiteral(value);
  }

  private void describe(Assign assign) {
    if (assign.value() instanceof Node.Call call
        && call.function() instanceof Node.Name(var function, _)
        && function.equals("Rule")) {
      switch (call.find("description")) {
        case Node.FormatText text -> descriptions.put(assign.target().identifier(), text.format());
        case Node.TextLiteral(var text, _) -> descriptions.put(assign.target().identifier(), text);
        case null -> {}
        case Node.Expression _ -> {}
      }
    }
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("expected a part of the checked set, found another");
    }
    return value;
  }

  @Override
  public List<Node.Root> files() {
    return files;
  }

  @Override
  public Definition definitionOf(Node.Name use) {
    return definedBy(present(notes.uses().get(use)));
  }

  @Override
  public Definition definedBy(Assign assignment) {
    return present(definitions.get(assignment));
  }

  @Override
  public Type typeOf(Node.Expression expression) {
    return present(notes.types().get(expression));
  }

  @Override
  public boolean unwraps(Node.Expression expression) {
    return notes.unwrapped().contains(expression);
  }

  @Override
  public Prepared preparedFor(Node.Call call) {
    return present(calls.site(call).prepared());
  }

  @Override
  public Signature signatureOf(Node.Call call) {
    return calls.site(call).signature();
  }

  @Override
  public Map<String, String> entityTypes() {
    return entityTypes;
  }

  @Override
  public Map<String, List<String>> labels() {
    return labels;
  }

  @Override
  public Map<String, String> ruleDescriptions() {
    return Collections.unmodifiableMap(descriptions);
  }
}
