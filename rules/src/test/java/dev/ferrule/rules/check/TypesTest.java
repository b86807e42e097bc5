package dev.ferrule.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {
  private static final String NAMES =
      """
      I: int = JsonData(path='$.i')
      F: float = JsonData(path='$.f')
      S: str = JsonData(path='$.s')
      B: bool = JsonData(path='$.b')
      O: Optional[int] = JsonData(path='$.o')
      L: List[str] = JsonData(path='$.l')
      E: Entity[str] = EntityJson(type='User', path='$.e')
      N: Entity[int] = EntityJson(type='User', path='$.n')
      R = Rule(when_all=[True], description='x')
      T = TimeDelta(seconds=1)
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "I + 1|int",
        "I + 1.0|float",
        "I / 2|float",
        "S + 'x'|str",
        "S * 3|str",
        "I // 2 % 3|int",
        "I << 2 ^ 1|int",
        "T + 1|float",
        "E + 'x'|str",
        "-I|int",
        "-T|float",
        "not R|bool",
        "R and B|bool",
        "I == 1|bool",
        "O == None|bool",
        "O != None and O > 1|bool",
        "O == None or O > 1|bool",
        "E == 'x'|bool",
        "N == 1|bool",
        "T > 3|bool",
        "S in L|bool",
        "E in L|bool",
        "S in 'abc'|bool",
        "f'{S} {I} {R}'|str",
        "[I, 1]|list[int]",
        "ResolveOptional(optional_value=O, default_value=1)|int",
        "ResolveOptional(optional_value=E, default_value='x')|str",
        "Entity(type='User', id=S)|Entity[str]",
        "E|Entity[str]"
      })
  void expressionsHaveTypes(String expression, String type) {
    var rules = Sets.rules("main.sml", NAMES + "X = " + expression);
    var last = (Node.Assign) rules.files().getFirst().statements().getLast();
    assertEquals(type, rules.typeOf(last.value()).display());
    assertEquals(type, rules.definedBy(last).type().display());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "B + 1",
        "S + 1",
        "S - S",
        "I << 1.5",
        "O > 1",
        "S < 'x'",
        "I in S",
        "I == 'x'",
        "I in L",
        "B == 1",
        "not I",
        "-S",
        "I and B",
        "O != None or O > 1",
        "[1, 'x']",
        "[R, B]",
        "f'{O}'",
        "f'{L}'",
        "ResolveOptional(optional_value=O, default_value='x')",
        "ResolveOptional(optional_value=None)",
        "Rule(when_all=[R], description='x')"
      })
  void expressionsOfWrongTypesAreRefused(String expression) {
    assertEquals(1, Sets.codes("main.sml", NAMES + "X = " + expression).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "int = 'x'|incompatible-assignment",
        "str = 1|incompatible-assignment",
        "int = True|incompatible-assignment",
        "List[int] = ['x']|incompatible-assignment",
        "List[Optional[int]] = [1]|invalid-annotation",
        "Optional[List[int]] = [1]|invalid-annotation",
        "wut = 1|invalid-annotation",
        "wut[int] = 1|invalid-annotation",
        "List = [1]|invalid-annotation",
        "Union[int, int] = 1|invalid-annotation",
        "Union[int] = 1|invalid-annotation",
        "List[int, str] = [1]|invalid-annotation",
        "Entity[float] = Entity(type='User', id='x')|invalid-annotation",
        "Secret[int, str] = 1|invalid-annotation"
      })
  void annotationsMustFit(String rest, String code) {
    assertEquals(List.of(code), Sets.codes("main.sml", "X: " + rest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "float = 1",
        "int | None = None",
        "Optional[str] = 'x'",
        "int | str = 1",
        "List[str] = []",
        "List[float] = [1, 2]",
        "bool = Rule(when_all=[], description='x')",
        "float = TimeDelta(days=1)",
        "Entity[str] = Entity(type='User', id='x')",
        "str = Entity(type='User', id='x')"
      })
  void annotationsThatFitAreTaken(String rest) {
    Sets.rules("main.sml", "X: " + rest);
  }

  @Test
  void valuesThatAreUsedAsOthersAreMarked() {
    var rules = Sets.rules("main.sml", NAMES + "X = not R");
    var last = (Node.Assign) rules.files().getFirst().statements().getLast();
    var not = (Node.Unary) last.value();
    assertTrue(rules.unwraps(not.operand()));
    assertEquals(Type.RULE, rules.typeOf(not.operand()));
  }

  @Test
  void anEmptyListNeedsAnAnnotation() {
    assertEquals(List.of("untyped-list"), Sets.codes("main.sml", "X = []"));
  }

  @Test
  void narrowingEndsWithItsOperands() {
    assertEquals(
        List.of("unsupported-operands"),
        Sets.codes("main.sml", NAMES + "X = O != None and O > 1\nY = O > 1"));
  }

  @Test
  void secretsAreNotMadeIntoFeatures() {
    String secret = "H: Secret[str] = JsonData(path='$.h')\n";
    assertEquals(List.of("secret-not-marked"), Sets.codes("main.sml", secret + "X = H"));
    assertEquals(
        List.of("secret-in-text", "secret-not-marked"),
        Sets.codes("main.sml", secret + "X = f'{H}'").stream().sorted().toList());
    Sets.rules("main.sml", secret + "X: Secret[str] = H\nY = H == 'x'");
  }

  @Test
  void mistakesInTypesShowWhereTheNameCameFrom() {
    assertEquals(
        """
        error: unsupported operand types for `+`
        --> main.sml:2:4
             |
           2 | B = A + 1
             |     ^ no implementation for `str + int`
        --> (1) main.sml:2:4
             |
           2 | B = A + 1
             |     ^ has type `str`
        --> (2) main.sml:1:0
             |
           1 | A = 'x'
             | ^ variable `A` with incompatible type `str` originally defined here
        --> (3) main.sml:2:8
             |
           2 | B = A + 1
             |         ^ has type `int`\
        """,
        Sets.rendered("A = 'x'\nB = A + 1"));
  }
}
