package dev.ferrule.rules.syntax;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Diagnostics as JSON.
 *
 * <pre>
 * [{"code": "unknown-function", "severity": "error", "message": "...", "hint": "...",
 *   "span": {"path": "main.sml", "start": {"line": 3, "columnBytes": 8, "columnCodePoints": 8},
 *            "end": {...}},
 *   "relatedMessage": "...", "related": [{"hint": "...", "span": {...}}]}]
 * </pre>
 *
 * Lines count from 1, columns from 0. An end is the place after the last character.
 */
public final class DiagnosticJson {
  private final StringBuilder out = new StringBuilder();

  private DiagnosticJson() {}

  /** An array of them in the order given. */
  public static String render(List<Diagnostic> diagnostics) {
    var json = new DiagnosticJson();
    json.out.append('[');
    for (int i = 0; i < diagnostics.size(); i++) {
      json.out.append(i == 0 ? "" : ",");
      json.diagnostic(diagnostics.get(i));
    }
    return json.out.append(']').toString();
  }

  private void diagnostic(Diagnostic diagnostic) {
    out.append("{\"code\":");
    text(diagnostic.code());
    out.append(",\"severity\":");
    text(
        switch (diagnostic.severity()) {
          case ERROR -> "error";
          case WARNING -> "warning";
        });
    out.append(",\"message\":");
    text(diagnostic.message());
    out.append(",\"hint\":");
    text(diagnostic.hint());
    out.append(",\"span\":");
    span(diagnostic.span());
    out.append(",\"relatedMessage\":");
    text(diagnostic.relatedMessage());
    out.append(",\"related\":[");
    for (int i = 0; i < diagnostic.related().size(); i++) {
      var related = diagnostic.related().get(i);
      out.append(i == 0 ? "{\"hint\":" : ",{\"hint\":");
      text(related.hint());
      out.append(",\"span\":");
      span(related.span());
      out.append('}');
    }
    out.append("]}");
  }

  private void span(Span span) {
    out.append("{\"path\":");
    text(span.file().path());
    out.append(",\"start\":");
    place(span, span.startChars(), span.line());
    out.append(",\"end\":");
    place(span, span.endChars(), span.line() + lineEnds(span));
    out.append('}');
  }

  private static int lineEnds(Span span) {
    var text = span.file().text();
    int count = 0;
    for (int i = span.startChars(); i < span.endChars(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
        count++;
      }
    }
    return count;
  }

  private void place(Span span, int at, int line) {
    var text = span.file().text();
    int start = at;
    while (start > 0 && !Cursor.isNewline(text.charAt(start - 1))) {
      start--;
    }
    out.append("{\"line\":").append(line);
    out.append(",\"columnBytes\":")
        .append(text.substring(start, at).getBytes(StandardCharsets.UTF_8).length);
    out.append(",\"columnCodePoints\":").append(text.codePointCount(start, at)).append('}');
  }

  private void text(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
