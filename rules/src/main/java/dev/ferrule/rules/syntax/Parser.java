package dev.ferrule.rules.syntax;

import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule file into a tree. Confined.
 *
 * <p>The language is a part of Python 3.11. What does not parse is described as CPython 3.11 does:
 * such a diagnostic counts its column in characters, any other one in UTF-8 bytes.
 */
public final class Parser {
  /** An editor shows no more of them. */
  private static final int MAX_ERRORS = 100;

  /** Each costs reading the rest of the file again. */
  private static final int MAX_RELEXES = 10;

  private final SourceFile file;
  private final Transformer transformer = new Transformer();
  private int relexes;
  private final List<Node.Statement> statements = new ArrayList<>();
  private final List<Diagnostic> refused = new ArrayList<>();
  private final List<Diagnostic> malformed = new ArrayList<>();

  private Parser(SourceFile file) {
    this.file = file;
  }

  /** Reads a file. Never throws on account of its text. */
  public static Parsed parse(SourceFile file) {
    return new Parser(file).run();
  }

  private Parsed run() {
    var text = file.text();
    var whole = new Span(file, 1, 0, 0, text.length());
    if (isTooLarge(text)) {
      var error =
          ParseCode.FILE_TOO_LARGE.error(
              "expected a file of at most %d bytes".formatted(SourceFile.MAX_BYTES), whole.to(0));
      return new Parsed(new Node.Root(file, List.of(), whole), List.of(error), List.of());
    }
    var rest = part(Lexer.lex(file));
    while (rest != null) {
      rest = part(Lexer.lexFrom(file, rest.startChars(), rest.line()));
    }
    return parsed(new Node.Root(file, statements, whole));
  }

  private static boolean isTooLarge(String text) {
    return text.length() > SourceFile.MAX_BYTES
        || (text.length() > SourceFile.MAX_BYTES / 3
            && Cursor.utf8Length(text, 0, text.length()) > SourceFile.MAX_BYTES);
  }

  private Parsed parsed(Node.Root root) {
    if (malformed.isEmpty() && refused.isEmpty()) {
      return new Parsed(root, List.of(), List.of());
    }
    // What does not parse comes before all that is refused, wherever it stands.
    var first = malformed.isEmpty() ? refused.getFirst() : malformed.getFirst();
    var others = new ArrayList<>(malformed);
    others.addAll(refused);
    others.removeIf(first::equals);
    others.sort(Comparator.comparingInt(each -> each.span().startChars()));
    return new Parsed(root, List.of(first), others.stream().distinct().toList());
  }

  /**
   * Reads statements, and skips those that do not parse; returns where the lexer has to start
   * afresh, or null at the end.
   */
  private @Nullable Span part(Lexed lexed) {
    var in = new TokenReader(lexed.tokens());
    if (!lexed.errors().isEmpty() && Complaints.isAboutWholeFile(lexed.errors().getFirst())) {
      malformed.add(lexed.errors().getFirst());
      return null;
    }
    while (errors() < MAX_ERRORS) {
      int failed = statements(in);
      if (failed < 0) {
        return null;
      }
      malformed.add(Complaints.about(in, lexed.errors(), failed));
      var next = nextLine(in.tokens(), failed);
      if (next == null || !resume(in, failed, next)) {
        return ++relexes > MAX_RELEXES ? null : next;
      }
    }
    return null;
  }

  private int errors() {
    return malformed.size() + refused.size();
  }

  /** Reads statements up to the end, or up to one that does not parse: then returns its start. */
  private int statements(TokenReader in) {
    var parser = new StatementParser(in);
    int start = in.at;
    try {
      while (!in.sees(Token.Kind.END)) {
        start = in.at;
        parser.statement().forEach(this::transform);
      }
      return -1;
    } catch (FerruleException e) {
      return start;
    }
  }

  /** Goes on at a place with the tokens at hand, if they are right there. */
  private static boolean resume(TokenReader in, int failed, Span next) {
    var tokens = in.tokens();
    int at = failed;
    while (at < tokens.size() - 1 && tokens.get(at).span().startChars() < next.startChars()) {
      at++;
    }
    var token = tokens.get(at);
    boolean fits =
        token.kind() == Token.Kind.NAME
            && token.depth() == 0
            && token.span().startChars() == next.startChars();
    if (fits) {
      in.restart(at);
    }
    return fits;
  }

  private void transform(Py.Stmt statement) {
    if (errors() >= MAX_ERRORS) {
      return;
    }
    var result = transformer.transform(statement);
    if (result.statement() != null) {
      statements.add(result.statement());
    }
    if (result.complaint() != null) {
      refused.add(result.complaint());
    }
  }

  /** The next line that may start a statement: one that starts with a name and is in no text. */
  private @Nullable Span nextLine(List<Token> tokens, int failed) {
    var text = file.text();
    var from = tokens.get(failed).span();
    int token = failed;
    int line = from.line();
    for (int i = from.startChars(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && (c != '\r' || (i + 1 < text.length() && text.charAt(i + 1) == '\n'))) {
        continue;
      }
      line++;
      while (token < tokens.size() - 1 && tokens.get(token).span().endChars() <= i + 1) {
        token++;
      }
      var around = tokens.get(token);
      boolean inText = around.kind() == Token.Kind.STRING && around.span().startChars() <= i;
      if (!inText && i + 1 < text.length() && Cursor.startsName(text.charAt(i + 1))) {
        return new Span(file, line, 0, i + 1, i + 1);
      }
    }
    return null;
  }
}
