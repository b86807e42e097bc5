package dev.ferrule.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The fenced blocks of a page, gathered into examples. Immutable.
 *
 * <p>What a block is stands behind its fence, where a reader of the page does not see it:
 *
 * <table>
 * <caption>Fences</caption>
 * <tr><td>{@code python}</td><td>a rule file; {@code # models/user.sml} on its first line names
 *     it, else it is {@code main.sml}</td></tr>
 * <tr><td>{@code python values}</td><td>a {@code main.sml} with the value of each feature in a
 *     comment behind it</td></tr>
 * <tr><td>{@code yaml}</td><td>another file of the set, named by its first line</td></tr>
 * <tr><td>{@code text run}</td><td>after {@code event:} an event or the data of one, after {@code
 *     result:} its result; indented lines go on</td></tr>
 * <tr><td>{@code text error}</td><td>the errors of the check</td></tr>
 * <tr><td>{@code text warning}</td><td>the warnings of the check</td></tr>
 * <tr><td>{@code text explain}</td><td>why the rules came out so for the last event</td></tr>
 * <tr><td>{@code text tests}</td><td>the tests of the set that fail</td></tr>
 * <tr><td>{@code sh}, {@code text output}</td><td>commands and what they print: run by
 *     browser/docs.mjs</td></tr>
 * </table>
 *
 * A file after something else than a file, or after values, begins the next example.
 */
record GuidePage(Path path, List<Example> examples, List<Block> unknown) {
  private static final Set<String> FILES = Set.of("python", "python values", "yaml");
  private static final Set<String> CLAIMS =
      Set.of("text run", "text error", "text warning", "text explain", "text tests");
  private static final Set<String> COMMANDS = Set.of("sh", "text output");

  /** What stands between two fences, from the line of the first. */
  record Block(String kind, String text, int line) {}

  /** Rule files and what is claimed of them. */
  record Example(List<Block> files, List<Block> claims) {
    int line() {
      return files.getFirst().line();
    }
  }

  static GuidePage parse(Path path, String markdown) {
    var examples = new ArrayList<Example>();
    var unknown = new ArrayList<Block>();
    boolean afterFile = false;
    for (var block : blocks(markdown)) {
      if (FILES.contains(block.kind())) {
        if (!afterFile) {
          examples.add(new Example(new ArrayList<>(), new ArrayList<>()));
        }
        examples.getLast().files().add(block);
      } else if (CLAIMS.contains(block.kind()) && !examples.isEmpty()) {
        examples.getLast().claims().add(block);
      } else if (!COMMANDS.contains(block.kind())) {
        unknown.add(block);
      }
      afterFile = FILES.contains(block.kind()) && !block.kind().equals("python values");
    }
    return new GuidePage(path, examples, unknown);
  }

  static List<Block> blocks(String markdown) {
    var blocks = new ArrayList<Block>();
    String kind = null;
    int start = 0;
    var text = new StringBuilder();
    int number = 0;
    for (String line : markdown.split("\n", -1)) {
      number++;
      if (kind == null && line.startsWith("```")) {
        kind = line.substring(3).strip();
        start = number;
        text.setLength(0);
      } else if (kind != null && line.equals("```")) {
        blocks.add(new Block(kind, text.toString(), start));
        kind = null;
      } else if (kind != null) {
        text.append(line).append('\n');
      }
    }
    if (kind != null) {
      throw new AssertionError("expected a fence to close, found none: line=" + start);
    }
    return blocks;
  }
}
