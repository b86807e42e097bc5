package dev.ferrule.rules.format;

import dev.ferrule.rules.syntax.Lexer;
import dev.ferrule.rules.syntax.SourceFile;
import dev.ferrule.rules.syntax.Token;
import java.util.ArrayList;
import java.util.List;

/** The words of a file, statement by statement. Confined. */
final class Words {
  private final List<List<Word>> statements = new ArrayList<>();
  private List<Word> statement = new ArrayList<>();
  private List<Word.Comment> comments = new ArrayList<>();
  private int blankLines;
  private boolean lineBegun;
  private boolean commentInBrackets;

  Words(SourceFile file) {
    for (var token : Lexer.lex(file).tokens()) {
      switch (token.kind()) {
        case COMMENT -> {
          commentInBrackets |= token.depth() > 0;
          comment(token.text().stripTrailing());
        }
        case BLANK -> lineEnd();
        case NEWLINE -> {
          endStatement();
          lineEnd();
        }
        case INDENT, DEDENT, END, ERROR -> {}
        case NAME, NUMBER, STRING, OPERATOR -> word(token);
      }
    }
    endStatement();
  }

  /** Every statement, in order, none of them empty. */
  List<List<Word>> statements() {
    return statements;
  }

  /** The comments after the last statement. */
  List<Word.Comment> last() {
    return comments;
  }

  /** Whether a comment stands within brackets, where it decides how they are laid out. */
  boolean hasCommentInBrackets() {
    return commentInBrackets;
  }

  private void word(Token token) {
    lineBegun = true;
    if (token.depth() == 0 && token.text().equals(";")) {
      endStatement();
      return;
    }
    statement.add(new Word(token.text(), token.kind(), comments, blankLines));
    comments = new ArrayList<>();
    blankLines = 0;
  }

  private void comment(String text) {
    if (!lineBegun) {
      comments.add(new Word.Comment(text, blankLines));
      blankLines = 0;
    } else if (!statement.isEmpty()) {
      statement.getLast().addAfter(text);
    } else {
      statements.getLast().getLast().addAfter(text);
    }
    lineBegun = true;
  }

  private void lineEnd() {
    if (!lineBegun) {
      blankLines++;
    }
    lineBegun = false;
  }

  private void endStatement() {
    if (!statement.isEmpty()) {
      statements.add(statement);
      statement = new ArrayList<>();
    }
  }
}
