package dev.ferrule.rules.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/**
 * Diagnostics as people read them, each with the line it points at.
 *
 * <pre>
 * error: unknown keyword argument: `x`
 * --&gt; main.sml:3:8
 *      |
 *    3 | Bar = F(x=1)
 *      |         ^ hint
 * </pre>
 */
public final class DiagnosticText {
  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing((Diagnostic each) -> each.span().file().path(), DiagnosticText::compare)
          .thenComparingInt(each -> each.span().line())
          .thenComparingInt(each -> each.span().columnBytes())
          .thenComparing(Diagnostic::message, DiagnosticText::compare);

  private static final int LEAST_WIDTH = 3;

  /* Each diagnostic shows its line, which may be all of a file, and a file may have many. */
  private static final int MOST_CHARS = 32 << 20;

  private final StringBuilder out = new StringBuilder();
  private final IdentityHashMap<SourceFile, List<String>> lines = new IdentityHashMap<>();

  private DiagnosticText() {}

  /** Errors first, then warnings; each kind by place, and counted when there are several. */
  public static String render(List<Diagnostic> diagnostics) {
    var text = new DiagnosticText();
    for (var severity : Diagnostic.Severity.values()) {
      var some = diagnostics.stream().filter(each -> each.severity() == severity).sorted(ORDER);
      text.all(severity.name().toLowerCase(Locale.ROOT), some.toList());
    }
    return text.out.toString();
  }

  /** One diagnostic. */
  public static String render(Diagnostic diagnostic) {
    return render(List.of(diagnostic));
  }

  // Python orders text by code points.
  private static int compare(String left, String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    return java.util.Arrays.compare(a, b);
  }

  private void all(String kind, List<Diagnostic> diagnostics) {
    if (diagnostics.isEmpty()) {
      return;
    }
    if (!out.isEmpty()) {
      out.append('\n');
    }
    int count = diagnostics.size();
    if (count > 1) {
      out.append("%d %ss occurred while validating:\n".formatted(count, kind));
    }
    for (int i = 0; i < count; i++) {
      if (isFull()) {
        out.append("\n(%d more are not shown)".formatted(count - i));
        return;
      }
      if (count > 1) {
        out.append(i == 0 ? "" : "\n").append("[%d/%d] ".formatted(i + 1, count));
      }
      one(kind, diagnostics.get(i));
    }
  }

  private void one(String kind, Diagnostic diagnostic) {
    int widest = diagnostic.span().line();
    for (var related : diagnostic.related()) {
      widest = Math.max(widest, related.span().line());
    }
    int width = Math.max(LEAST_WIDTH, String.valueOf(widest).length());
    out.append(kind).append(": ").append(diagnostic.message());
    place(diagnostic.span(), "", diagnostic.hint(), width);
    if (diagnostic.related().isEmpty()) {
      return;
    }
    if (!diagnostic.relatedMessage().isEmpty()) {
      out.append("\n~~~ ").append(diagnostic.relatedMessage());
    }
    for (int i = 0; i < diagnostic.related().size() && !isFull(); i++) {
      var related = diagnostic.related().get(i);
      place(related.span(), "(%d) ".formatted(i + 1), related.hint(), width);
    }
  }

  private boolean isFull() {
    return out.length() > MOST_CHARS;
  }

  private void place(Span span, String number, String hint, int width) {
    var margin = " ".repeat(width + 2);
    var offset = " ".repeat(span.columnBytes() + 1);
    var line = String.valueOf(span.line());
    out.append("\n--> ").append(number).append(span.file().path());
    out.append(':').append(line).append(':').append(span.columnBytes());
    out.append('\n').append(margin).append("|\n ");
    out.append(" ".repeat(width - line.length())).append(line).append(" | ").append(line(span));
    if (hint.isEmpty()) {
      out.append('\n').append(margin).append('|').append(offset).append('^');
      return;
    }
    boolean first = true;
    for (var part : Lines.split(hint)) {
      out.append('\n').append(margin).append(first ? '|' : ' ').append(offset);
      out.append(first ? "^ " : "| ").append(part);
      first = false;
    }
  }

  private String line(Span span) {
    var all = lines.computeIfAbsent(span.file(), file -> Lines.split(file.text()));
    // The end of a file may lie on a line of its own.
    return span.line() <= all.size() ? all.get(span.line() - 1) : "";
  }

  /** Lines as Python's splitlines has them, which knows more line ends than its grammar. */
  private static final class Lines {
    private static final String ENDS = "\n\r\013\f\034\035\036\u0085\u2028\u2029";

    static List<String> split(String text) {
      var found = new ArrayList<String>();
      int start = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (ENDS.indexOf(c) >= 0) {
          found.add(text.substring(start, i));
          if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
            i++;
          }
          start = i + 1;
        }
      }
      if (start < text.length()) {
        found.add(text.substring(start));
      }
      return found;
    }
  }
}
