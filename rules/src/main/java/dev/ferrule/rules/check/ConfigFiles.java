package dev.ferrule.rules.check;

import dev.ferrule.model.yaml.YamlNode;
import dev.ferrule.model.yaml.YamlTree;
import dev.ferrule.rules.check.ConfigValue.Entry;
import dev.ferrule.rules.check.ConfigValue.Items;
import dev.ferrule.rules.check.ConfigValue.Plain;
import dev.ferrule.rules.check.ConfigValue.Table;
import dev.ferrule.rules.syntax.Diagnostic.Related;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of the configuration and merges them: tables key by key, lists one after the
 * other, and anything else that two files give is a conflict. Confined.
 */
final class ConfigFiles {
  private static final String CODE = "invalid-config-file";

  private final Findings findings;

  private ConfigFiles(Findings findings) {
    this.findings = findings;
  }

  /** The merged table; what cannot be read or merged is left out and reported. */
  static Table merge(List<SourceFile> files, Findings findings) {
    var merging = new ConfigFiles(findings);
    Table merged = null;
    for (var file : files) {
      var table = merging.read(file);
      if (table != null) {
        merged = merged == null ? table : merging.merge(merged, table, "");
      }
    }
    return merged == null ? empty() : merged;
  }

  private static Table empty() {
    var file = new SourceFile(Sources.CONFIG, "");
    return new Table(new LinkedHashMap<>(), new Span(file, 1, 0, 0, 0));
  }

  private @Nullable Table read(SourceFile file) {
    var tree = YamlTree.read(file.path(), file.text());
    var places = new Places(file);
    var problem = tree.problem();
    if (problem != null) {
      findings.error(
          CODE,
          "the configuration is no YAML",
          places.at(problem.line(), problem.columnCodePoints()),
          problem.message());
      return null;
    }
    if (tree.root() == null
        || (tree.root() instanceof YamlNode.Scalar(var value, _, _) && value == null)) {
      return null;
    }
    if (convert(tree.root(), places) instanceof Table table) {
      return table;
    }
    findings.error(
        CODE,
        "the configuration is no table of keys and values",
        places.at(tree.root().line(), tree.root().columnCodePoints()),
        "expected keys such as `labels:`");
    return null;
  }

  private ConfigValue convert(YamlNode node, Places places) {
    var span = places.at(node.line(), node.columnCodePoints());
    return switch (node) {
      case YamlNode.Scalar(var value, _, _) -> new Plain(value, span);
      case YamlNode.Sequence(var items, _, _) -> {
        List<ConfigValue> values = new ArrayList<>();
        items.forEach(item -> values.add(convert(item, places)));
        yield new Items(values, span);
      }
      case YamlNode.Mapping(var entries, _, _) -> {
        SequencedMap<String, Entry> table = new LinkedHashMap<>();
        for (var entry : entries) {
          put(table, entry, places);
        }
        yield new Table(table, span);
      }
    };
  }

  private void put(SequencedMap<String, Entry> table, YamlNode.Entry entry, Places places) {
    var keySpan = places.at(entry.key().line(), entry.key().columnCodePoints());
    if (!(entry.key() instanceof YamlNode.Scalar(var key, _, _)) || key == null) {
      findings.error(CODE, "a key of the configuration is no text", keySpan, "write it in quotes");
      return;
    }
    var value = convert(entry.value(), places);
    var earlier = table.putIfAbsent(key.toString(), new Entry(keySpan, value));
    if (earlier != null) {
      findings.error(
          CODE,
          "the key `%s` is given twice".formatted(key),
          earlier.keySpan(),
          "first given here",
          "and again:",
          Findings.places(List.of(keySpan)));
    }
  }

  private Table merge(Table a, Table b, String path) {
    SequencedMap<String, Entry> merged = new LinkedHashMap<>(a.entries());
    b.entries()
        .forEach((key, entry) ->
            merged.merge(
                key,
                entry,
                (first, second) -> merge(first, second, path.isEmpty() ? key : path + "." + key)));
    return new Table(merged, a.span());
  }

  private Entry merge(Entry a, Entry b, String path) {
    if (a.value() instanceof Table first && b.value() instanceof Table second) {
      return new Entry(a.keySpan(), merge(first, second, path));
    }
    if (a.value() instanceof Items(var first, var span) && b.value() instanceof Items second) {
      List<ConfigValue> values = new ArrayList<>(first);
      values.addAll(second.values());
      return new Entry(a.keySpan(), new Items(values, span));
    }
    findings.error(
        "config-conflict",
        "two files of the configuration give a value for `%s`".formatted(path),
        a.keySpan(),
        "first given here",
        "and again:",
        List.of(new Related(b.keySpan(), "only tables and lists of several files are merged")));
    return a;
  }

  /** Places in one file. */
  private static final class Places {
    private final SourceFile file;
    private final int[] lineStarts;

    Places(SourceFile file) {
      this.file = file;
      var starts = new ArrayList<Integer>(List.of(0));
      for (int i = 0; i < file.text().length(); i++) {
        if (file.text().charAt(i) == '\n') {
          starts.add(i + 1);
        }
      }
      lineStarts = starts.stream().mapToInt(Integer::intValue).toArray();
    }

    Span at(int line, int columnCodePoints) {
      String text = file.text();
      int start = lineStarts[Math.min(line, lineStarts.length) - 1];
      int rest = text.codePointCount(start, text.length());
      int chars = text.offsetByCodePoints(start, Math.min(columnCodePoints, rest));
      return new Span(file, line, columnCodePoints, chars, Math.min(chars + 1, text.length()));
    }
  }
}
