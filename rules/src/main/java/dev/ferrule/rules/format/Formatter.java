package dev.ferrule.rules.format;

import dev.ferrule.rules.syntax.Parsed;
import dev.ferrule.rules.syntax.Parser;
import dev.ferrule.rules.syntax.SourceFile;
import java.util.List;

/**
 * Lays rule files out in one way. Stateless.
 *
 * <p>Lines hold {@value DocPrinter#WIDTH_CHARS} characters where that is possible. A call or a list
 * that does not fit, or that has a comma after its last item, gets one item on each line, two
 * spaces further in, and a comma after the last. Any other value that does not fit is put in
 * parentheses and broken before its operators. Operators stand between spaces; comments and the
 * author's quotes stay as they are; two empty lines in a row are the most, and one in brackets. The
 * tree stays the same, and formatting again changes nothing. Time is linear in the text.
 */
public final class Formatter {
  private static final int MOST_BLANK_LINES = 2;
  private static final int MOST_PASSES = 6;

  private Formatter() {}

  /** Lays a file out; one that does not parse is left alone. */
  public static Formatted format(SourceFile file) {
    var before = unified(file);
    Parsed parsed = Parser.parse(before);
    if (!parsed.diagnostics().isEmpty()) {
      return new Formatted.Refused(
          before == file ? parsed.diagnostics() : Parser.parse(file).diagnostics());
    }
    String text = stable(before);
    var after = new SourceFile(file.path(), text);
    if (!SameTree.test(parsed.root(), Parser.parse(after).root())) {
      throw new IllegalStateException("formatting changed the meaning of " + file.path());
    }
    return new Formatted.Text(text, !text.equals(file.text()));
  }

  private static SourceFile unified(SourceFile file) {
    var text = file.text();
    return text.indexOf('\r') < 0
        ? file
        : new SourceFile(file.path(), text.replace("\r\n", "\n").replace('\r', '\n'));
  }

  // A comment in an odd place may move in one pass and let its brackets close in the next.
  private static String stable(SourceFile file) {
    var words = new Words(file);
    var last = lay(words);
    for (int i = 1; i < MOST_PASSES && words.hasCommentInBrackets(); i++) {
      words = new Words(new SourceFile(file.path(), last));
      var next = lay(words);
      if (next.equals(last)) {
        return next;
      }
      last = next;
    }
    return last;
  }

  private static String lay(Words words) {
    var out = new DocPrinter();
    for (var statement : words.statements()) {
      var first = statement.getFirst();
      comments(first.before(), out);
      blankLines(first.blankLines(), out);
      out.print(Layout.of(statement));
    }
    comments(words.last(), out);
    return out.text();
  }

  private static void comments(List<Word.Comment> comments, DocPrinter out) {
    for (var comment : comments) {
      blankLines(comment.blankLines(), out);
      out.print(new Doc.OwnLine(comment.text()));
    }
  }

  private static void blankLines(int count, DocPrinter out) {
    if (!out.isEmpty()) {
      out.blankLines(Math.min(count, MOST_BLANK_LINES));
    }
  }
}
