package dev.ferrule.rules.editor;

import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Parser;
import dev.ferrule.rules.syntax.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the statements that a file with syntax errors still has. Confined.
 *
 * <p>The text is cut where statements end; one that does not parse is given up to the next line
 * that starts like a statement. Blanks take its place, so that the others stay where they are.
 */
final class Recovery {
  /** How a statement starts that is not indented. */
  private static final Pattern START =
      Pattern.compile("^[\\p{L}_][\\p{L}\\p{N}_]*[ \\t]*(=(?!=)|:|\\()", Pattern.MULTILINE);

  private static final int MOST_ERRORS = 20;

  private final SourceFile file;
  private final String text;
  private final List<Gap> gaps = new ArrayList<>();

  private Recovery(SourceFile file) {
    this.file = file;
    this.text = file.text();
  }

  /** A part that does not parse. */
  record Gap(int startChars, int endChars) {}

  /**
   * A file without its broken parts.
   *
   * @param file the same text, with blanks in the place of the gaps
   * @param errors why, by place
   */
  record Recovered(SourceFile file, List<Gap> gaps, List<Diagnostic> errors) {}

  /** Recovers a file. */
  static Recovered recover(SourceFile file, Diagnostic first) {
    return new Recovery(file).run(first);
  }

  private Recovered run(Diagnostic first) {
    int at = 0;
    while (at < text.length()) {
      int end = statementEnd(at);
      if (parses(at, end)) {
        at = end;
        continue;
      }
      var next = START.matcher(text).region(at, end).useAnchoringBounds(false);
      int stop = end;
      while (next.find()) {
        if (next.start() > at) {
          stop = next.start();
          break;
        }
      }
      gaps.add(new Gap(at, stop));
      at = stop;
    }
    return new Recovered(new SourceFile(file.path(), without(gaps)), gaps, errors(first));
  }

  private boolean parses(int start, int end) {
    return Parser.parse(new SourceFile(file.path(), text.substring(start, end)))
        .diagnostics()
        .isEmpty();
  }

  private List<Diagnostic> errors(Diagnostic first) {
    List<Diagnostic> errors = new ArrayList<>();
    errors.add(first);
    for (var gap : gaps.subList(0, Math.min(gaps.size(), MOST_ERRORS))) {
      var others = new ArrayList<>(gaps);
      others.remove(gap);
      others.add(new Gap(gap.endChars(), text.length()));
      var found = Parser.parse(new SourceFile(file.path(), without(others))).diagnostics();
      for (var each : found) {
        boolean known =
            first.message().equals(each.message())
                && first.span().startChars() == each.span().startChars();
        // What the whole file says about this statement is what it would say once it is run.
        boolean same = first.span().startChars() >= gap.startChars()
            && first.span().startChars() <= gap.endChars();
        if (!known && !same) {
          errors.add(each);
        }
      }
    }
    return errors;
  }

  private String without(List<Gap> parts) {
    char[] chars = text.toCharArray();
    for (var part : parts) {
      for (int i = part.startChars(); i < part.endChars(); i++) {
        if (chars[i] != '\n' && chars[i] != '\r') {
          chars[i] = ' ';
        }
      }
    }
    // Blanks at the start of a line that goes on would indent it.
    return new String(chars);
  }

  /** Where the logical line ends that starts here, its line end included. */
  private int statementEnd(int start) {
    int depth = 0;
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> depth = Math.max(0, depth - 1);
        case '#' -> {
          while (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
            at++;
          }
        }
        case '\\' -> at++;
        case '"', '\'' -> at = stringEnd(at) - 1;
        case '\n' -> {
          if (depth == 0) {
            return at + 1;
          }
        }
        default -> {}
      }
      at++;
    }
    return text.length();
  }

  private int stringEnd(int start) {
    char quote = text.charAt(start);
    boolean triple = text.startsWith(String.valueOf(quote).repeat(3), start);
    var end = String.valueOf(quote).repeat(triple ? 3 : 1);
    int at = start + end.length();
    while (at < text.length() && !text.startsWith(end, at)) {
      if (!triple && text.charAt(at) == '\n') {
        return at;
      }
      at += text.charAt(at) == '\\' && at + 1 < text.length() ? 2 : 1;
    }
    return Math.min(text.length(), at + end.length());
  }
}
