package dev.ferrule.rules.functions.additions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.check.Checker;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.rules.lists.ListFiles;
import dev.ferrule.rules.spi.FunctionJars;
import dev.ferrule.rules.syntax.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdditionsInRulesTest {
  private static final FunctionTable TABLE =
      FunctionJars.join(
          StandardFunctions.all(StandardFunctions.Options.DEFAULT), AdditionalFunctions.all());

  private static final ListFiles LISTS =
      ListFiles.of(Map.of("slurs.yaml", "- a", "scams.yaml", "- a", "trusted_domains.yaml", "- a"));

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
