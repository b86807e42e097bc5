package dev.ferrule.rules.syntax;

import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;

/** Reads a rule file into a tree. Confined. */
public final class Parser {
  private final SourceFile file;
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
    part(Lexer.lex(file));
    var all = new ArrayList<Diagnostic>();
    all.addAll(malformed);
    all.addAll(refused);
    var root = new Node.Root(file, statements, new Span(file, 1, 0, 0, file.text().length()));
    return all.isEmpty()
        ? new Parsed(root, List.of(), List.of())
        : new Parsed(root, all.subList(0, 1), all.subList(1, all.size()));
  }

  private void part(Lexed lexed) {
    var in = new TokenReader(lexed.tokens());
    var parser = new StatementParser(in);
    var transformer = new Transformer();
    int start = 0;
    try {
      while (!in.sees(Token.Kind.END)) {
        start = in.at;
        for (var statement : parser.statement()) {
          var result = transformer.transform(statement);
          if (result.statement() != null) {
            statements.add(result.statement());
          }
          if (result.complaint() != null) {
            refused.add(result.complaint());
          }
        }
      }
    } catch (FerruleException e) {
      malformed.add(Complaints.about(in, lexed.errors(), start));
    }
  }
}
