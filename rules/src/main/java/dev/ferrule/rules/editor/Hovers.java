package dev.ferrule.rules.editor;

import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Node.Assign;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to say about a place. Confined to one question. */
final class Hovers {
  private static final int MOST_CHARS = 2_000;

  private final EditedSet set;
  private final @Nullable CheckedRules rules;
  private final FileModel file;
  private final int offset;

  private Hovers(EditedSet set, @Nullable CheckedRules rules, FileModel file, int offset) {
    this.set = set;
    this.rules = rules;
    this.file = file;
    this.offset = offset;
  }

  /** What there is to say about what stands at an offset, or null. */
  static @Nullable Hover at(
      EditedSet set, @Nullable CheckedRules rules, FileModel file, int offset) {
    return new Hovers(set, rules, file, offset).find();
  }

  private @Nullable Hover find() {
    var use = file.useAt(offset);
    if (use != null) {
      return name(use);
    }
    for (var call : file.calls()) {
      for (var argument : call.arguments()) {
        if (file.nameOf(argument).holds(offset)) {
          return argument(call, argument);
        }
        if (argument.name().equals("label")
            && argument.value() instanceof Node.TextLiteral(var label, var span)
            && Place.of(span).holds(offset)) {
          return label(label, Place.of(span));
        }
      }
    }
    return expression();
  }

  private @Nullable Hover name(FileModel.Use use) {
    var place = Place.of(use.name().span());
    var name = use.name().identifier();
    if (use.role() == FileModel.Role.CALLED) {
      var function = set.functions().find(name);
      return function == null
          ? null
          : new Hover(place, FunctionText.markdown(function.signature()));
    }
    var assign = set.definitionOf(name, file);
    if (assign == null) {
      return null;
    }
    var out = new StringBuilder();
    var type = typeOf(assign);
    if (type != null) {
      out.append(FunctionText.code(name + ": " + type));
    }
    out.append(FunctionText.code(statement(assign)));
    var path = assign.span().file().path();
    if (!path.equals(file.path())) {
      out.append("\ndefined in `").append(path).append("`\n");
    }
    return new Hover(place, out.toString());
  }

  private @Nullable String typeOf(Assign assign) {
    if (rules != null) {
      var checked = checked(assign.span().file().path());
      if (checked != null) {
        for (var statement : checked.statements()) {
          if (statement instanceof Assign found
              && found.span().startChars() == assign.span().startChars()) {
            return FunctionText.type(rules.definedBy(found).type());
          }
        }
      }
    }
    var annotation = assign.annotation();
    return annotation == null ? null : dev.ferrule.rules.syntax.NodeText.print(annotation);
  }

  private Node.@Nullable Root checked(String path) {
    if (rules != null) {
      for (var root : rules.files()) {
        if (root.file().path().equals(path)) {
          return root;
        }
      }
    }
    return null;
  }

  /** An assignment as it is written. */
  static String statement(Assign assign) {
    var span = assign.span();
    var text = span.file().text().substring(span.startChars(), span.endChars());
    return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + " ...";
  }

  private @Nullable Hover argument(Node.Call call, Node.Argument argument) {
    var function =
        call.function() instanceof Node.Name name ? set.functions().find(name.identifier()) : null;
    if (function == null) {
      return null;
    }
    for (var parameter : function.signature().parameters()) {
      if (parameter.name().equals(argument.name())) {
        return new Hover(file.nameOf(argument), FunctionText.markdown(parameter));
      }
    }
    return null;
  }

  private @Nullable Hover label(String name, Place place) {
    var label = set.labels().get(name);
    if (label == null) {
      return null;
    }
    var types = label.validFor().isEmpty() ? "" : "for " + String.join(", ", label.validFor());
    return new Hover(
        place, "label `%s` %s\n\n%s".formatted(name, types, label.description()).strip() + "\n");
  }

  /** The type of the smallest expression at the offset, when the set has no errors. */
  private @Nullable Hover expression() {
    var root = checked(file.path());
    if (root == null || rules == null) {
      return null;
    }
    for (var statement : root.statements()) {
      if (Place.of(statement.span()).holds(offset)) {
        var value =
            switch (statement) {
              case Assign assign -> assign.value();
              case Node.CallStatement call -> call.call();
            };
        var smallest = smallest(List.of(value), null);
        return smallest == null
            ? null
            : new Hover(
                Place.of(smallest.span()),
                FunctionText.code(FunctionText.type(rules.typeOf(smallest))));
      }
    }
    return null;
  }

  private Node.@Nullable Expression smallest(
      List<? extends Node.Expression> among, Node.@Nullable Expression around) {
    for (var expression : among) {
      if (Place.of(expression.span()).holds(offset)) {
        return smallest(Children.of(expression), expression);
      }
    }
    return around;
  }
}
