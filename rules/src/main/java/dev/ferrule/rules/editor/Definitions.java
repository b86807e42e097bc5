package dev.ferrule.rules.editor;

import dev.ferrule.rules.syntax.Node;
import java.util.ArrayList;
import java.util.List;

/** Where things are defined and used. Stateless. */
final class Definitions {
  private Definitions() {}

  /** Where the name at an offset is assigned, or the files that the text at it names. */
  static List<Place> at(EditedSet set, FileModel file, int offset) {
    var use = file.useAt(offset);
    if (use != null) {
      var assign =
          use.role() == FileModel.Role.CALLED
              ? null
              : set.definitionOf(use.name().identifier(), file);
      return assign == null ? List.of() : List.of(Place.of(assign.target().span()));
    }
    for (var call : file.calls()) {
      if (FileModel.isCallOf(call, "Import")
          && call.find("rules") instanceof Node.ListLiteral(var items, _)) {
        for (var item : items) {
          if (Place.of(item.span()).holds(offset)) {
            return files(set, item);
          }
        }
      }
      if (FileModel.isCallOf(call, "Require")) {
        var rule = call.find("rule");
        if (rule != null && Place.of(rule.span()).holds(offset)) {
          return files(set, rule);
        }
      }
    }
    return List.of();
  }

  private static List<Place> files(EditedSet set, Node.Expression path) {
    return switch (path) {
      case Node.TextLiteral(var text, _) when set.files().containsKey(text) ->
          List.of(new Place(text, 0, 0));
      case Node.FormatText template ->
          set.matching(template).stream().map(each -> new Place(each, 0, 0)).toList();
      case Node.Expression _ -> List.of();
    };
  }

  /** Every use of the name at an offset; of a function, every call. */
  static List<Place> references(
      EditedSet set, FileModel file, int offset, Workspace.Declaration declaration) {
    var use = file.useAt(offset);
    if (use == null) {
      return List.of();
    }
    var name = use.name().identifier();
    List<Place> places = new ArrayList<>();
    boolean called = use.role() == FileModel.Role.CALLED;
    for (var each : !called && use.name().isLocal() ? List.of(file) : set.files().values()) {
      for (var other : each.uses()) {
        if (other.name().identifier().equals(name)
            && (other.role() == FileModel.Role.CALLED) == called
            && (other.role() != FileModel.Role.STORED
                || declaration == Workspace.Declaration.INCLUDED)) {
          places.add(Place.of(other.name().span()));
        }
      }
    }
    return places;
  }
}
