package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of entities by the names that hold them. Immutable once made. */
final class Entities {
  private static final int MOST_STEPS = 100;

  private final StoredNames stored;
  private final Calls calls;
  private final Map<String, String> byFeature = new LinkedHashMap<>();

  Entities(List<Outline> files, StoredNames stored, Calls calls) {
    this.stored = stored;
    this.calls = calls;
    for (var file : files) {
      for (var site : calls.in(file)) {
        var assign = site.assignment();
        var type = typeOf(site);
        if (type != null && assign != null && !assign.target().isLocal()) {
          byFeature.put(assign.target().identifier(), type);
        }
      }
    }
  }

  private static @Nullable String typeOf(Site site) {
    return makesEntity(site.signature()) && site.constant("type") instanceof String type
        ? type
        : null;
  }

  private static boolean makesEntity(Signature signature) {
    return signature.result() instanceof Type.EntityOf
        && signature.parameters().stream()
            .anyMatch(each -> each.constant() && each.name().equals("type"));
  }

  /** Entity types by the name of the feature that is assigned the entity. */
  Map<String, String> byFeature() {
    return byFeature;
  }

  /** The type of the entity that a name stands for, through other names, or null. */
  @Nullable String typeOf(Node.Name name, String path) {
    var current = name;
    for (int i = 0; i < MOST_STEPS; i++) {
      var value = stored.follow(current, path);
      if (value == current) {
        return null;
      }
      switch (value) {
        case Node.Name next -> current = next;
        case Node.Call call -> {
          return typeOf(calls.site(call));
        }
        case Node.Expression _ -> {
          return null;
        }
      }
    }
    return null;
  }
}
