package dev.ferrule.rules.syntax;

import java.util.Locale;

/** The codes of what the lexer and the parser report. The ids never change once released. */
public enum ParseCode {
  // Of the file as a whole.
  FILE_TOO_LARGE,
  NUL_IN_SOURCE,
  SURROGATE_IN_SOURCE,
  NESTED_TOO_DEEPLY,
  // Of the lexer.
  TOO_MANY_BRACKETS,
  UNCLOSED_BRACKET,
  UNMATCHED_BRACKET,
  MISMATCHED_BRACKET,
  UNTERMINATED_STRING,
  INVALID_NUMBER,
  INVALID_CHARACTER,
  LINE_CONTINUATION,
  UNEXPECTED_END,
  UNINDENT_MISMATCH,
  MIXED_TABS,
  TOO_MANY_INDENTS,
  // Of the grammar of Python.
  INVALID_SYNTAX,
  UNEXPECTED_INDENT,
  EXPECTED_INDENT,
  EXPECTED_COLON,
  FORGOTTEN_COMMA,
  INVALID_TARGET,
  INVALID_ARGUMENTS,
  REPEATED_ARGUMENT,
  INVALID_STRING,
  INVALID_FORMAT_TEXT,
  NUMBER_TOO_LARGE,
  // Of the rule language, which takes a part of Python.
  UNEXPECTED_NODE,
  UNEXPECTED_CONSTANT,
  UNEXPECTED_CONTEXT,
  UNSUPPORTED_OPERATOR,
  CHAINED_COMPARISON,
  SEVERAL_TARGETS,
  WRONG_NODE,
  ANNOTATED_TARGET,
  MISSING_VALUE,
  BARE_EXPRESSION,
  POSITIONAL_ARGUMENTS,
  STARRED_ARGUMENTS,
  FORMAT_SPEC,
  FORMAT_EXPRESSION,
  INVALID_ANNOTATION;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The stable name, as {@code unclosed-bracket}. */
  public String id() {
    return id;
  }

  /** The code of one of CPython's messages. */
  static ParseCode of(String message) {
    if (message.equals("expected ':'")) {
      return EXPECTED_COLON;
    }
    if (message.startsWith("expected an indented block")) {
      return EXPECTED_INDENT;
    }
    if (message.endsWith("forgot a comma?")) {
      return FORGOTTEN_COMMA;
    }
    if (message.startsWith("cannot assign to")
        || message.startsWith("cannot delete")
        || message.startsWith("only single target")
        || message.startsWith("illegal target")) {
      return INVALID_TARGET;
    }
    return message.contains("argument") ? INVALID_ARGUMENTS : INVALID_SYNTAX;
  }

  Diagnostic error(String message, Span span) {
    return error(message, span, "");
  }

  Diagnostic error(String message, Span span, String hint) {
    return Diagnostic.error(id, message, span, hint);
  }
}
