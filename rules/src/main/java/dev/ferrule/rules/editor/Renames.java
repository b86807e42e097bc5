package dev.ferrule.rules.editor;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Parser;
import dev.ferrule.rules.syntax.SourceFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Other names for what a set defines. Stateless. */
final class Renames {
  private Renames() {}

  /** The name at an offset if it can be renamed, or null. */
  static @Nullable Place placeAt(EditedSet set, FileModel file, int offset) {
    var use = file.useAt(offset);
    return use == null
            || use.role() == FileModel.Role.CALLED
            || set.definitionOf(use.name().identifier(), file) == null
        ? null
        : Place.of(use.name().span());
  }

  /**
   * The changes that give the name at an offset another one everywhere.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_INVALID} when the new name cannot be used
   */
  static List<Edit> rename(EditedSet set, FileModel file, int offset, String to) {
    var use = file.useAt(offset);
    if (use == null || placeAt(set, file, offset) == null) {
      throw refused("a name that the rule set defines, found none here");
    }
    var from = use.name().identifier();
    if (from.equals(to)) {
      return List.of();
    }
    requireName(to);
    if (use.name().isLocal() != to.startsWith("_")) {
      throw refused(
          use.name().isLocal()
              ? "a name that starts with `_`, as `%s` is of this file alone, found `%s`"
                  .formatted(from, to)
              : "a name that does not start with `_`, as `%s` is of all files, found `%s`"
                  .formatted(from, to));
    }
    var taken = set.definitionOf(to, file);
    if (taken != null) {
      throw refused(
          "a name that is free, found `%s` in %s line %d"
              .formatted(to, taken.span().file().path(), taken.span().line()));
    }
    requireWhole(set, file, use.name());
    return set.namesOf(from, file).stream()
        .map(name -> Edit.replace(Place.of(name.span()), to))
        .toList();
  }

  private static void requireName(String name) {
    var parsed = Parser.parse(new SourceFile("", name + " = 1"));
    boolean assigned =
        parsed.diagnostics().isEmpty()
            && parsed.root().statements().size() == 1
            && parsed.root().statements().getFirst() instanceof Node.Assign assign
            && assign.target().identifier().equals(name)
            && assign.annotation() == null
            && assign.value() instanceof Node.NumberLiteral;
    if (!assigned) {
      throw refused("a name that is no keyword, found `%s`".formatted(name));
    }
  }

  // What does not parse may use the name, and would be left behind.
  private static void requireWhole(EditedSet set, FileModel file, Node.Name name) {
    for (var each : name.isLocal() ? List.of(file) : set.files().values()) {
      if (!each.errors().isEmpty()) {
        throw refused(
            "files without syntax errors, found one in %s line %d"
                .formatted(each.path(), each.errors().getFirst().span().line()));
      }
    }
  }

  private static FerruleException refused(String message) {
    return new FerruleException(ErrorCode.RULE_INVALID, "expected " + message);
  }
}
