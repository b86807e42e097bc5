package dev.ferrule.rules;

import static dev.ferrule.rules.BothEngines.check;
import static dev.ferrule.rules.BothEngines.each;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.check.CheckResult;
import dev.ferrule.rules.syntax.DiagnosticText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Rule sets as large, deep and greedy as the limits allow end in a result or in a clear error, in
 * the ordinary heap of the tests. The times leave room for a busy machine; an idle one needs a
 * tenth.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRulesTest {
  private static final int MOST_FILES = 9_998;
  private static final String N = "N: int = JsonData(path='$.n')\n";
  private static final String T = "T: str = JsonData(path='$.t')\n";
  private static final String EXHAUSTED =
      "MemoryError: expected at most 67108864 chars read and made for one event, found more";

  private static String first(CheckResult result) {
    return result.diagnostics().getFirst().message();
  }

  private static String text(int chars) {
    return "{\"t\":\"" + "a".repeat(chars) + "\"}";
  }

  @Test
  void largeFilesAreRefused() {
    var thrown = assertThrows(FerruleException.class, () -> check("A = 1\n".repeat(1_700_000)));
    assertEquals(ErrorCode.RULE_LIMIT, thrown.code());
    assertEquals(
        "expected at most 1048576 bytes in a file, found path=main.sml bytes=10200000",
        thrown.getMessage());
  }

  @Test
  void hundredThousandRulesRun() {
    var files = new LinkedHashMap<String, String>();
    files.put(
        "main.sml", "Import(rules=[" + each(20, ", ", i -> "'r%02d.sml'".formatted(i)) + "])");
    for (int f = 0; f < 20; f++) {
      String rule = "R" + f + "_";
      files.put(
          "r%02d.sml".formatted(f),
          "_n: int = JsonData(path='$.n')\n_t: str = JsonData(path='$.t')\n"
              + each(
                  5_000,
                  i ->
                      (rule + i + " = Rule(when_all=[_n > " + i + ", _t == 'x" + i)
                          + "', 'x' in _t], description='')\n")
              + "WhenRules(rules_any=["
              + each(5_000, ", ", i -> rule + i)
              + "], then=[DeclareVerdict(verdict='v')])\n");
    }
    var found = BothEngines.of(files).evaluate("{\"n\": 17, \"t\": \"x3\"}");
    assertEquals(100_000, found.features().size());
    assertEquals(20, found.effects().size());
  }

  @Test
  void aFileOfSmallStatementsIsNotTooLargeForTheJvm() {
    String text = N + each(62_000, i -> "A%d=N+%d>9\n".formatted(i, i));
    assertTrue(text.length() > 950_000);
    var found = BothEngines.of(text).evaluate("{\"n\": 5}");
    assertEquals(false, found.features().get("A4"));
    assertEquals(true, found.features().get("A61999"));
  }

  @Test
  void wideExpressionsRun() {
    String wide =
        N
            + "R = Rule(when_all=["
            + each(10_000, ", ", i -> "N > " + i)
            + "], description='')\nO = "
            + each(20_000, " or ", i -> "N == " + -i)
            + "\nL = N in ["
            + each(90_000, ",", Integer::toString)
            + "]\n";
    var features = BothEngines.of(wide).evaluate("{\"n\": 10000}").features();
    assertEquals(true, features.get("R"));
    assertEquals(false, features.get("O"));
    assertEquals(true, features.get("L"));
  }

  @Test
  void theDeepestExpressionsRunInHalfAMegabyteOfStack() throws InterruptedException {
    String deep =
        "B: bool = JsonData(path='$.b')\n"
            + N
            + "D = "
            + "not ".repeat(490)
            + "B\nE = "
            + "(B and (B or ".repeat(95)
            + "B"
            + "))".repeat(95)
            + "\nF = N"
            + " + N".repeat(490)
            + "\n";
    var found = new AtomicReference<@Nullable Object>();
    Runnable run =
        () ->
            found.set(BothEngines.of(deep).evaluate("{\"b\": true, \"n\": 1}").features().get("F"));
    var thread = new Thread(null, run, "small stack", 1 << 19);
    thread.start();
    thread.join();
    assertEquals(491L, found.get());
  }

  @Test
  void deeperExpressionsAreRefused() {
    String deep = "(B and (B or ".repeat(10_000) + "B" + "))".repeat(10_000);
    assertEquals("too many nested parentheses", first(check("X = " + deep)));
    String nots = "not ".repeat(10_000) + "B";
    assertEquals("nested too deeply: expected at most 500 levels", first(check("X = " + nots)));
  }

  @Test
  void aLongChainOfDefinitionsRuns() {
    String chain = each(45_000, i -> "A%d=A%d+1\n".formatted(i + 1, i));
    var counted = BothEngines.of("A0: int = JsonData(path='$.n')\n" + chain);
    assertEquals(45_001L, counted.evaluate("{\"n\": 1}").features().get("A45000"));
    assertEquals(45_001L, BothEngines.of("A0=1\n" + chain).evaluate("{}").features().get("A45000"));
  }

  @Test
  void listsOfListsHaveALimit() {
    var result = check("A0 = [1]\n" + each(40_000, i -> "A%d = [A%d]\n".formatted(i + 1, i)));
    assertEquals("nested too deeply: expected at most 100 lists in one another", first(result));
  }

  @Test
  void importsInAChainAndInAStarRun() {
    var chain = new LinkedHashMap<String, String>();
    chain.put("main.sml", "Import(rules=['f0000.sml'])\n");
    var star = new LinkedHashMap<String, String>();
    star.put(
        "main.sml",
        "Import(rules=[" + each(MOST_FILES, ",", i -> "'f%04d.sml'".formatted(i)) + "])\n");
    for (int i = 0; i < MOST_FILES; i++) {
      String path = "f%04d.sml".formatted(i);
      String next = i + 1 < MOST_FILES ? "Import(rules=['f%04d.sml'])\n".formatted(i + 1) : "";
      chain.put(path, next + "A" + i + " = 1 + 1\n");
      star.put(path, "A" + i + " = 1 + 1\n");
    }
    assertEquals(MOST_FILES, BothEngines.of(chain).evaluate("{}").features().size());
    assertEquals(MOST_FILES, BothEngines.of(star).evaluate("{}").features().size());
    chain.put("f%04d.sml".formatted(MOST_FILES - 1), "Import(rules=['f0000.sml'])\n");
    assertEquals("import cycle detected here", first(check(chain)));
  }

  @Test
  void filesThatRequireByTemplateRun() {
    var files = new LinkedHashMap<String, String>();
    files.put("main.sml", T + "Require(rule=f'f{T}.sml')\nRequire(rule=f'{T}0000.sml')\n");
    for (int i = 0; i < MOST_FILES; i++) {
      files.put(
          "f%04d.sml".formatted(i),
          "_t: str = JsonData(path='$.t')\nRequire(rule=f'{_t}%04d.sml')\n".formatted(i + 1)
              + "A%d = 1 + 1\n".formatted(i));
    }
    files.put("f%04d.sml".formatted(MOST_FILES - 1), "");
    assertEquals(MOST_FILES, BothEngines.of(files).evaluate("{\"t\": \"f\"}").features().size());
  }

  @Test
  void templatesThatMatchInManyWaysAreMatchedInTime() {
    String stars = "{T}a".repeat(2_000);
    String path = "a".repeat(3_000) + ".sml";
    var files = Map.of("main.sml", T + "Require(rule=f'" + stars + "b')\n", path, "A = 1\n");
    assertTrue(first(check(files)).endsWith("b` would never match any rule files"));
  }

  @Test
  void textThatDoublesIsRefused() {
    for (String sum : List.of("A%d + A%d", "f'{A%d}{A%d}'")) {
      String doubled =
          "A0: str = JsonData(path='$.t')\n"
              + each(60, i -> ("A%d = " + sum + "\n").formatted(i + 1, i, i));
      var found = BothEngines.of(doubled).evaluate(text(2));
      assertEquals(List.of(EXHAUSTED), BothEngines.errors(found));
    }
    var repeated = BothEngines.of(N + "A = 'a' * 10 ** 9\nB = 'a' * (N * 10 ** 9)\n");
    assertEquals(
        List.of(EXHAUSTED, EXHAUSTED), BothEngines.errors(repeated.evaluate("{\"n\": 9}")));
  }

  @Test
  void listsThatDoubleAreRefused() {
    String doubled = each(60, i -> "A%d = [A%d, A%d]\n".formatted(i + 1, i, i));
    var known = BothEngines.of("A0 = [1]\n" + doubled);
    assertEquals(List.of(EXHAUSTED), BothEngines.errors(known.evaluate("{}")));
    var read = BothEngines.of(N + "A0 = [N]\n" + doubled);
    assertEquals(List.of(EXHAUSTED), BothEngines.errors(read.evaluate("{\"n\": 1}")));
    var bools = BothEngines.of(N + "A0 = [N > 1]\n" + doubled);
    assertEquals(List.of(EXHAUSTED), BothEngines.errors(bools.evaluate("{\"n\": 1}")));
  }

  @Test
  void hugeIntsAreRefused() {
    String ints =
        N
            + "A = N << 10 ** 18\nB = 9 ** 9 ** 9\nC = N ** N ** N\nD0 = N\n"
            + each(60, i -> "D%d = D%d * D%d\n".formatted(i + 1, i, i));
    var errors = BothEngines.errors(BothEngines.of(ints).evaluate("{\"n\": 9}"));
    assertEquals(4, errors.size());
    errors.forEach(error ->
        assertEquals(
            "OverflowError: expected an int of at most 65536 bits, found a longer one", error));
    String many = N + each(30_000, i -> "A%d=(N<<65000)-%d\n".formatted(i, i));
    var found = BothEngines.of(many).evaluate("{\"n\": 9}");
    assertEquals(EXHAUSTED, BothEngines.errors(found).getFirst());
  }

  @Test
  void formatsOfNumbersAreNotAnOperator() {
    assertEquals("unsupported operand types for `%`", first(check("B = '%1000000000d' % 3\n")));
  }

  @Test
  void namesInTextAreCountedBeforeItIsMade() {
    var format = BothEngines.of(T + "F = f'" + "{T}".repeat(10_000) + "'\n");
    assertEquals(List.of(), BothEngines.errors(format.evaluate(text(100))));
    assertEquals(List.of(EXHAUSTED), BothEngines.errors(format.evaluate(text(1 << 20))));
    var described =
        BothEngines.of(
            T
                + ("R = Rule(when_all=[T != ''], description=f'" + "{T}".repeat(10_000) + "')\n")
                + "WhenRules(rules_any=[R], then=[DeclareVerdict(verdict='v')])\n");
    assertEquals(true, described.evaluate(text(1 << 20)).features().get("R"));
  }

  @Test
  void whatIsReadAndReturnedIsCounted() {
    String large = text(10_000_000);
    var reads = BothEngines.of(each(100, i -> "A%d: str = JsonData(path='$.t')\n".formatted(i)));
    assertEquals(94, reads.evaluate(large).errors().size());
    var calls = BothEngines.of(T + each(20, i -> "A%d = StringToUpper(s=T)\n".formatted(i)));
    assertEquals(15, calls.evaluate(large).errors().size());
    var trees = BothEngines.of(each(50, i -> "A%d: str = JsonData(path='$')\n".formatted(i)));
    assertTrue(trees.evaluate("{\"n\":[" + "1,".repeat(1_000_000) + "1]}").errors().size() > 30);
  }

  @Test
  void aResultThatShowsOneTextUnderManyNamesIsRefused() {
    String names = T + "A0 = T * 10000000\n" + each(100, i -> "A%d = A0\n".formatted(i + 1));
    var evaluator = BothEngines.of(names).compiled();
    var out = new JsonWriter(1024);
    var thrown =
        assertThrows(
            FerruleException.class, () -> evaluator.evaluate(BothEngines.event(text(1)), out));
    assertEquals(ErrorCode.RULE_LIMIT, thrown.code());
    assertEquals(
        "expected a result of at most 268435456 bytes of JSON, found a longer one",
        thrown.getMessage());
    out.reset();
    evaluator.evaluate(BothEngines.event("{\"t\":\"\"}"), out);
    assertTrue(out.toString().endsWith("\"A100\":\"\"}"));
  }

  @Test
  void knownTextIsKeptUpToALimitThatBothEnginesShare() {
    String rules = each(2_000, i -> "A%d='a'*50000+'%d'\n".formatted(i, i)) + T;
    BothEngines.of(rules).evaluate(text(60_000_000 / 8));
  }

  @Test
  void searchesForLongTextEnd() {
    var rules =
        BothEngines.of(
            T
                + "P: str = JsonData(path='$.p')\nI = P in T\nO = P not in T\n"
                + "R = StringReplace(s=T, old=P, new='')\nS = StringSplit(s=T, sep=P)\n"
                + "Q = StringStrip(s=T, chars=P)\n");
    String text = "a".repeat(4_000_000);
    String part = "a".repeat(1_000_000) + "b" + "a".repeat(1_000_000);
    var features = rules.evaluate("{\"t\":\"" + text + "\",\"p\":\"" + part + "\"}").features();
    assertEquals(false, features.get("I"));
    assertEquals(true, features.get("O"));
    assertEquals("", features.get("Q"));
  }

  @Test
  void manyPatternsOverOneTextEnd() {
    String rules =
        T
            + each(
                5_000,
                i ->
                    "R%d = RegexMatch(target=T, pattern=r'(foo|bar)+%d\\w*z%d')\n"
                        .formatted(i, i, i));
    var evaluator = BothEngines.of(rules).compiled();
    String text = "foobar7azb foo12xz12 ".repeat(1_000);
    var found = evaluator.evaluate(BothEngines.event("{\"t\":\"" + text + "\"}"));
    assertEquals(List.of(), BothEngines.errors(found));
    assertEquals(true, found.features().get("R12"));
    assertEquals(false, found.features().get("R13"));
  }

  @Test
  void manyErrorsAreFoundAndShownInTime() {
    for (String text :
        List.of(
            "A = [" + "Foo,".repeat(50_000) + "]\n",
            each(10_000, i -> "Known%d=1\n".formatted(i))
                + each(10_000, i -> "X%d = Knwn%dx + 1\n".formatted(i, i)),
            "X = 1\n".repeat(30_000),
            each(10_000, i -> "X%d = 1 + 'a'\n".formatted(i)),
            "\0\ufeff\ud800".repeat(10_000),
            "[".repeat(100_000),
            "'\n".repeat(100_000))) {
      String shown = DiagnosticText.render(check(text).diagnostics());
      assertTrue(shown.length() < 40_000_000, () -> "chars=" + shown.length());
    }
  }
}
