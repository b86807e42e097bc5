package dev.ferrule.server.releases;

import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.syntax.Parser;
import dev.ferrule.rules.syntax.SourceFile;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules that results show, by name, as they are written in the files of a release. Immutable.
 * The files need not check.
 */
public final class RuleOutline {
  private static final String RULE = "Rule";

  private final SortedMap<String, Place> rules = new TreeMap<>();

  /**
   * Where a rule is.
   *
   * @param line from 1
   * @param text the assignment as it is written
   */
  public record Place(String file, int line, String text) {}

  private RuleOutline(Map<String, byte[]> files) {
    files.forEach((path, bytes) -> {
      if (path.endsWith(".sml")) {
        var file = new SourceFile(path, Sources.text(path, bytes));
        Parser.parse(file).root().statements().forEach(statement -> add(file, statement));
      }
    });
  }

  static RuleOutline of(Release release) {
    return new RuleOutline(release.files());
  }

  private void add(SourceFile file, Node.Statement statement) {
    if (statement instanceof Node.Assign assign
        && !assign.target().isLocal()
        && assign.value() instanceof Node.Call call
        && call.function() instanceof Node.Name function
        && function.identifier().equals(RULE)) {
      var span = assign.span();
      String text = file.text().substring(span.startChars(), span.endChars());
      rules.put(assign.target().identifier(), new Place(file.path(), span.line(), text));
    }
  }

  /** The rules by name. */
  public SortedMap<String, Place> rules() {
    return Collections.unmodifiableSortedMap(rules);
  }
}
