package dev.ferrule.rules.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
  private static Parsed parse(String text) {
    return Parser.parse(new SourceFile("main.sml", text));
  }

  private static String printed(String text) {
    var parsed = parse(text);
    assertEquals(List.of(), parsed.diagnostics());
    return NodeText.print(parsed.root());
  }

  private static String place(String text) {
    var found = parse(text).diagnostics();
    if (found.isEmpty()) {
      return "";
    }
    var span = found.getFirst().span();
    return "%d:%d %s".formatted(span.line(), span.columnBytes(), found.getFirst().message());
  }

  private static Node.Expression value(String text) {
    var parsed = parse("X = " + text);
    assertEquals(List.of(), parsed.diagnostics());
    return ((Node.Assign) parsed.root().statements().getFirst()).value();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "1 + 2 * 3 ** -4|(1 + (2 * (3 ** (- 4))))",
        "-2 ** 2|(- (2 ** 2))",
        "1 - 2 - 3|((1 - 2) - 3)",
        "a and b and not c|(a and b and (not c))",
        "(a + b) * c|((a + b) * c)",
        "not a in b|(not a in b)",
        "a not in [1, 2.50,]|a not in [1, 2.5]",
        "f(a=1, b=g())|f(a=1, b=g())",
        "a.b|a.b",
        "'a' 'b' \"c\"|'abc'",
        "'it\\'s'|\"it's\"",
        "f'{{{A}}}' 'b' f'{B}'|f'{{{A}}}b{B}'",
        "None|None",
        "0x10 + 0b11|(16 + 3)",
        "1e22|1e+22",
        "1e16|1e+16",
        "123456789.125|123456789.125",
        "0.0001|0.0001",
        "1e-5|1e-05",
        "1e400|inf",
      })
  void expressionsKeepTheirMeaning(String text, String printed) {
    assertEquals("X = " + printed, printed("X = " + text));
  }

  @Test
  void numbersTakeTheSmallestTypeThatHoldsThem() {
    assertEquals(Long.MAX_VALUE, ((Node.NumberLiteral) value("9223372036854775807")).value());
    assertEquals(
        new BigInteger("9223372036854775808"),
        ((Node.NumberLiteral) value("9223372036854775808")).value());
    assertEquals(0.5, ((Node.NumberLiteral) value(".5")).value());
  }

  @Test
  void escapesAreResolved() {
    var text = "'\\x41\\101\\u00e9\\U0001F600\\N{BULLET}\\d\\\n\\t'";
    assertEquals("AAé😀•\\d\t", ((Node.TextLiteral) value(text)).value());
    assertEquals("\\n", ((Node.TextLiteral) value("r'\\n'")).value());
  }

  @Test
  void formatTextsAreTakenApart() {
    var text = assertInstanceOf(Node.FormatText.class, value("f'é{A} {{b}} {C}'"));
    assertEquals("é{A} {{b}} {C}", text.format());
    assertEquals(List.of("A", "C"), text.names().stream().map(Node.Name::identifier).toList());
    assertEquals("é", text.pieces().getFirst());
    assertEquals(9, text.names().getFirst().span().columnBytes());
  }

  @Test
  void namesAreNormalized() {
    assertEquals("fi = H", printed("\ufb01 = \u210c"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "int;int",
        "List[str];List[str]",
        "int | None;Optional[int, None]",
        "int | str;Union[int, str]",
        "int | str | None;Optional[int, str, None]",
        "Union[int, str];Union[int, str]",
        "None;None",
      })
  void annotationsAreRead(String text, String printed) {
    assertEquals("X: " + printed + " = 1", printed("X: " + text + " = 1"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "X = a if b else c|1:4 unexpected node type `IfExp`",
        "X = 1, 2|1:4 unexpected node type `Tuple`",
        "X = {}|1:4 unexpected node type `Dict`",
        "X = {1}|1:4 unexpected node type `Set`",
        "X = a[1]|1:4 unexpected node type `Subscript`",
        "X = lambda: 1|1:4 unexpected node type `Lambda`",
        "X = (y := 1)|1:5 unexpected node type `NamedExpr`",
        "X = [a for a in b]|1:4 unexpected node type `ListComp`",
        "X = await b|1:4 unexpected node type `Await`",
        "for a in b: pass|1:0 unexpected node type `For`",
        "while a: pass|1:0 unexpected node type `While`",
        "with a as b: pass|1:0 unexpected node type `With`",
        "import a|1:0 unexpected node type `Import`",
        "from a import b|1:0 unexpected node type `ImportFrom`",
        "def f(a, *, b=1): pass|1:0 unexpected node type `FunctionDef`",
        "async def f(): pass|1:0 unexpected node type `AsyncFunctionDef`",
        "class A: pass|1:0 unexpected node type `ClassDef`",
        "return 1|1:0 unexpected node type `Return`",
        "del a|1:0 unexpected node type `Delete`",
        "a += 1|1:0 unexpected node type `AugAssign`",
        "raise|1:0 unexpected node type `Raise`",
        "pass|1:0 unexpected node type `Pass`",
        "assert a|1:0 unexpected node type `Assert`",
        "X = Y = 1|1:0 an assignment can only have a single target",
        "[a, b] = c|1:0 a list can only be in the load context",
        "a.b = 1|1:0 expected `Name`, got `Attribute`",
        "X: int|1:0 assignment must have a value",
        "(X): int = 1|1:0 expected simple Annotated Assignment",
        "X: 'int' = 1|1:0 unexpected node: `Constant`",
        "X: ExtractLiteral[int] = a|1:25 expected `Literal` or `FormatString`, got `Name`",
        "f(1)|1:0 functions with non-keyword arguments are not supported",
        "X = f(a=1, **b)|1:11 functions with `**` arguments are not supported",
        "X = f(a=1, a=2)|1:11 keyword argument repeated: a",
        "f()()|1:0 expected `Attribute` or `Name`, got `Call`",
        "X = a < b < c|1:4 only binary comparisons are supported",
        "X = a is b|1:4 unsupported comparator `Is` encountered",
        "X = +a|1:4 unsupported unary operator `UAdd` encountered",
        "X = a @ b|1:4 unsupported operator `MatMult` encountered",
        "X = 1j|1:4 unexpected constant `1j`",
        "X = b'a\\x00'|1:4 unexpected constant `b'a\\x00'`",
        "X = ...|1:4 unexpected constant `Ellipsis`",
        "'doc'|1:0 a bare expression is not allowed, unless it is a function call",
        "X = f'ab{a!r}'|1:9 a format string cannot have a format spec",
        "X = f'{a.b}'|1:7 a format string can only interpolate a `Name`",
      })
  void whatTheLanguageLeavesOutIsRefused(String text, String message) {
    assertEquals(message, place(text));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "x = 1 +|1:7 invalid syntax",
        "f(a b)|1:2 invalid syntax. Perhaps you forgot a comma?",
        "f(a=1 b=2)|1:4 invalid syntax. Perhaps you forgot a comma?",
        "x=(a=b)|1:3 invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
        "1=x|1:0 cannot assign to literal here. Maybe you meant '==' instead of '='?",
        "x=1=2|1:2 cannot assign to literal",
        "f(a=1,b)|1:7 positional argument follows keyword argument",
        "f(a.b=2)|1:2 expression cannot contain assignment, perhaps you meant \"==\"?",
        "if x|1:4 expected ':'",
        "x=1 if 2|1:2 expected 'else' after 'if' expression",
        "x='\\x1'|1:7 (unicode error) 'unicodeescape' codec can't decode bytes in position"
            + " 0-2: truncated \\xXX escape",
        "x=f'{}'|1:7 f-string: empty expression not allowed",
        "x=f'{a b}'|1:1 f-string: invalid syntax. Perhaps you forgot a comma?",
        "x=f'{a'|1:7 f-string: expecting '}'",
        "x=b'a' 'b'|1:10 cannot mix bytes and nonbytes literals",
        "(a,b): int|1:0 only single target (not tuple) can be annotated",
        "x={'a':}|1:6 expression expected after dictionary key and ':'",
        "from x import a,|1:16 trailing comma not allowed without surrounding parentheses",
        "x='é' é b|1:6 invalid syntax",
        "\\|1:1 unexpected EOF while parsing",
      })
  void syntaxErrorsReadAsPythonWritesThem(String text, String message) {
    assertEquals(message, place(text));
  }

  @Test
  void unexpectedIndentsComeBeforeLaterErrorsOfTheLexer() {
    assertEquals("1:1 unexpected indent", place("  x=1"));
    assertEquals("1:1 unexpected indent", place("  x=1)\n"));
  }

  @Test
  void blocksThatAreMissingNameTheirStatement() {
    assertEquals(
        "2:0 expected an indented block after 'if' statement on line 1", place("if x:\ny"));
  }

  @Test
  void laterErrorsOfTheLexerComeFirst() {
    assertEquals("2:4 unterminated string literal (detected at line 2)", place("x y\nx = 'a\n"));
    assertEquals("1:2 '(' was never closed", place("x=(1,\ny=2\n"));
  }

  @Test
  void theParserGoesOnAtTheNextLine() {
    var parsed = parse("A = 1\nB = = 2\nC = 3\npass\nD = f(1)\nE = (\nF = 4\n");
    assertEquals(
        List.of("A = 1", "C = 3", "F = 4"),
        parsed.root().statements().stream().map(NodeText::print).toList());
    assertEquals(1, parsed.diagnostics().size());
    assertEquals(3, parsed.recovered().size());
    assertTrue(
        parsed.recovered().stream()
            .anyMatch(each -> each.message().equals("unexpected node type `Pass`")));
  }

  @Test
  void aRefusedStatementLeavesTheOthers() {
    var parsed = parse("pass\nA = 1\nf(1)\n");
    assertEquals("unexpected node type `Pass`", parsed.diagnostics().getFirst().message());
    assertEquals(1, parsed.recovered().size());
    assertEquals("A = 1", NodeText.print(parsed.root()));
  }

  @Test
  void codesAreKebabCase() {
    assertEquals("forgotten-comma", parse("f(a b)").diagnostics().getFirst().code());
    assertEquals("unexpected-node", parse("pass").diagnostics().getFirst().code());
    for (var code : ParseCode.values()) {
      assertTrue(code.id().matches("[a-z]+(-[a-z]+)*"), code::id);
    }
  }
}
