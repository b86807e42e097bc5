package dev.ferrule.rules.functions.additions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.lists.ListFiles;
import dev.ferrule.rules.spi.FunctionJars;
import dev.ferrule.rules.syntax.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdditionsInRulesTest {
  private static final FunctionTable TABLE =
      FunctionJars.join(
          StandardFunctions.all(StandardFunctions.Options.DEFAULT), AdditionalFunctions.all());

  private static final ListFiles LISTS =
      ListFiles.of(Map.of("slurs.yaml", "- a", "scams.yaml", "- a", "trusted_domains.yaml", "- a"));

  /** What the examples of functions take from. */
  private static final String FEATURES =
      """
      PostText: str = JsonData(path='$.text')
      LastPostText: str = JsonData(path='$.last')
      Bio: str = JsonData(path='$.bio')
      Handle: str = JsonData(path='$.handle')
      DisplayName: str = JsonData(path='$.name')
      Domain: str = JsonData(path='$.domain')
      Link: str = JsonData(path='$.link')
      ExternalLink: Optional[str] = JsonData(path='$.external')
      Subject: Optional[str] = JsonData(path='$.subject')
      CreatedAt: %s = JsonData(path='$.created')
      Tags: List[str] = JsonData(path='$.tags')
      Words: List[str] = JsonData(path='$.words')
      Tokens: List[str] = JsonData(path='$.tokens')
      Links: List[str] = JsonData(path='$.links')
      Domains: List[str] = JsonData(path='$.domains')
      LinkDomains: List[str] = JsonData(path='$.more')
      """;

  static List<Function> functions() {
    return AdditionalFunctions.all();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void everyExampleIsAValidRule(Function function) {
    String example = function.signature().example();
    // A name is given once: where the example assigns it, the feature steps back.
    String assigned = example.split("[ :]", 2)[0];
    String created = function.signature().name().equals("UnixAge") ? "int" : "str";
    String features =
        FEATURES
            .replace("%s", created)
            .lines()
            .filter(line -> !line.startsWith(assigned + ":"))
            .reduce("", (all, line) -> all + line + "\n");
    assertEquals(List.of(), errors(Map.of("main.sml", features + example + "\n")));
  }

  @Test
  void whatAPublicRuleSetSaysIsValid() {
    String rules =
        """
        UserId: Entity[str] = EntityJson(type='UserId', path='$.did')
        PostText: str = JsonData(path='$.text')
        Tokens: List[str] = Tokenize(s=CleanString(s=PostText))
        External: Optional[str] = JsonData(path='$.external')
        All: List[str] = ConcatStringLists(
          lists=[ExtractDomains(s=PostText), ExtractDomains(s=ForceString(s=External))],
        )
        _Slur = CensorizedListContains(list='slurs', plurals=True, phrases=Tokens) != None
        _Known = SimpleListContains(
          phrases=[ForceString(s=UserId)], cache_name='known', list=['did:plc:a'])
        Spam = Rule(
          when_all=[_Slur, _Known == None, ListContains(list='slurs', phrases=All) != None],
          description='spam',
        )
        WhenRules(rules_any=[Spam], then=[DeclareVerdict(verdict='reject')])
        """;
    assertEquals(List.of(), errors(Map.of("main.sml", rules)));
  }

  private static List<String> errors(Map<String, String> files) {
    var texts = new TreeMap<>(files);
    texts.put("config.yaml", "labels: {}\n");
    return Checker.check(Sources.of(texts), TABLE, LISTS).diagnostics().stream()
        .map(Diagnostic::toString)
        .toList();
  }
}
