package dev.ferrule.rules.check;

import dev.ferrule.rules.check.ConfigValue.Point;
import dev.ferrule.rules.syntax.Diagnostic.Related;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Labels that rules change are those of the configuration, and for that entity. Confined. */
final class LabelNames {
  private static final Set<String> CHANGES = Set.of("LabelAdd", "LabelRemove");
  private static final String SECTION = "labels";

  private final Config config;
  private final Map<String, List<String>> labels;
  private final Entities entities;
  private final Closest closest;
  private final Findings findings;

  LabelNames(Config config, Entities entities, Closest closest, Findings findings) {
    this.config = config;
    this.labels = config.labels();
    this.entities = entities;
    this.closest = closest;
    this.findings = findings;
  }

  void check(Outline file, Calls calls) {
    for (var site : calls.in(file)) {
      if (CHANGES.contains(site.signature().name())
          && site.call().find("entity") instanceof Node.Name entity
          && site.constant("label") instanceof String label) {
        check(site, entity, label, file.path());
      }
    }
  }

  private void check(Site site, Node.Name entity, String label, String path) {
    var validFor = labels.get(label);
    if (validFor == null) {
      var similar = closest.find(label, labels.keySet());
      findings.error(
          "unknown-label",
          "unknown label",
          site.spanOf("label"),
          "there is no `%s` label in the config%s"
              .formatted(label, similar == null ? "" : ", did you mean `%s`?".formatted(similar)),
          "",
          related(config.placeOf(Point.KEY, SECTION), "add the label to the config here"));
      return;
    }
    var type = entities.typeOf(entity, path);
    if (type != null && !validFor.contains(type)) {
      findings.error(
          "label-not-for-entity",
          "label is not valid for this entity type",
          entity.span(),
          "entity has type `%s`, this label is valid for %s"
              .formatted(
                  type,
                  String.join(", ", validFor.stream().map(each -> "`" + each + "`").toList())),
          "",
          related(
              config.placeOf(Point.VALUE, SECTION, label, "valid_for"),
              "valid types for this label are set here"));
    }
  }

  private static List<Related> related(@Nullable Span span, String hint) {
    return span == null ? List.of() : List.of(new Related(span, hint));
  }
}
