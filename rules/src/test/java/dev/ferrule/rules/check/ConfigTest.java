package dev.ferrule.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.rules.syntax.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  private static Diagnostic only(CheckResult result) {
    assertEquals(1, result.diagnostics().size(), result.diagnostics()::toString);
    return result.diagnostics().getFirst();
  }

  private static Diagnostic config(String text) {
    return only(Sets.check("main.sml", "", "config.yaml", text));
  }

  @Test
  void aSetNeedsNoConfiguration() {
    Sets.rules("main.sml", "A = 1");
    Sets.rules("main.sml", "A = 1", "config.yaml", "");
    Sets.rules("main.sml", "A = 1", "config.yaml", "# nothing\n");
  }

  @Test
  void everyKeyMayBeGiven() {
    Sets.rules(
        "main.sml",
        "",
        "config.yaml",
        """
        labels:
          spam: {valid_for: [User], connotation: negative, description: unwanted}
        actions:
          message: {sample_rate: 50}
        acl:
          roles: {admin: [{name: CAN_ALL}]}
          users: {someone: {roles: [admin]}}
        ui_config:
          default_summary_features: [{actions: ['*'], features: [A]}]
          external_links: {User: 'https://example.org'}
        analytics:
          filtered_labels: [spam]
          monitored_counters: {c: {threshold: 3}}
        feature_flags:
          percentage_flags: {f: {value: 0.5}}
        authorized_keys: {anything: [goes]}
        example: {some_int: 4}
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nope: 1|invalid top-level config key `nope`",
        "labels: {a: {valid: []}}|invalid config value at `labels.a.valid`",
        "labels: {a: {valid_for: User}}|invalid config value at `labels.a.valid_for`",
        "labels: {a: {connotation: bad}}|invalid config value at `labels.a.connotation`",
        "labels: {a: null}|invalid config value at `labels.a`",
        "labels: 5|invalid config value at `labels`",
        "actions: {a: {sample_rate: 101}}|invalid config value at `actions.a.sample_rate`",
        "actions: {a: {sample_rate: x}}|invalid config value at `actions.a.sample_rate`",
        "example: {some_str: []}|invalid config value at `example.some_str`",
        "'[1, 2]'|the configuration is no table of keys and values",
        "a: [|the configuration is no YAML"
      })
  void mistakesAreToldByTheirPath(String text, String message) {
    assertEquals(message, config(text).message());
  }

  @Test
  void mistakesPointIntoTheFile() {
    var finding = config("actions:\n  a:\n    sample_rate: x\n");
    assertEquals(3, finding.span().line());
    assertEquals(17, finding.span().columnBytes());
    assertEquals("value is not a valid integer (type=type_error.integer)", finding.hint());
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    var finding = config("labels: {}\nlabels: {}\n");
    assertEquals("the key `labels` is given twice", finding.message());
    assertEquals(2, finding.related().getFirst().span().line());
  }

  @Test
  void filesAreMergedKeyByKey() {
    var sources =
        Sets.sources(
            "main.sml", "",
            "config.yaml", "labels: {a: {valid_for: [User]}}",
            "x/config/more.yaml", "labels: {a: {valid_for: [Post]}, b: {}}");
    assertEquals(List.of("User", "Post"), Config.of(sources).labels().get("a"));
    assertTrue(Config.of(sources).labels().containsKey("b"));
    var again = Sources.of(sources.wire());
    assertEquals(Config.of(sources).values(), Config.of(again).values());
  }

  @Test
  void valuesThatTwoFilesGiveConflictAndBothPlacesAreShown() {
    var finding =
        only(
            Sets.check(
                "main.sml", "",
                "config.yaml", "example: {some_int: 1}",
                "config/b.yaml", "example: {some_int: 1}"));
    assertEquals("config-conflict", finding.code());
    assertEquals(
        "two files of the configuration give a value for `example.some_int`", finding.message());
    assertEquals("config.yaml", finding.span().file().path().replace("config/b", "config"));
    assertEquals(1, finding.related().size());
  }

  @Test
  void aNameThatRepeatsPartsManyTimesIsRefused() {
    var text = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 40; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertEquals("the configuration is no YAML", config(text.toString()).message());
  }

  @Test
  void labelsAreThoseOfTheConfigurationAndForTheEntity() {
    String rule =
        """
        E = Entity(type='User', id='x')
        R = Rule(when_all=[True], description='x')
        WhenRules(rules_any=[R], then=[LabelAdd(entity=E, label='%s')])
        """;
    String config = "labels:\n  spammer: {valid_for: [User]}\n  lewd: {valid_for: [Post]}\n";
    Sets.rules("main.sml", rule.formatted("spammer"), "config.yaml", config);
    var unknown = only(Sets.check("main.sml", rule.formatted("spamer"), "config.yaml", config));
    assertEquals(
        "there is no `spamer` label in the config, did you mean `spammer`?", unknown.hint());
    var other = only(Sets.check("main.sml", rule.formatted("lewd"), "config.yaml", config));
    assertEquals("label-not-for-entity", other.code());
    assertEquals(3, other.related().getFirst().span().line());
    assertEquals("unknown-label", only(Sets.check("main.sml", rule.formatted("spammer"))).code());
  }

  @Test
  void labelsOfEntitiesUnderAnotherNameAreCheckedToo() {
    String rule =
        """
        _e = Entity(type='User', id='x')
        F = _e
        R = Rule(when_all=[True], description='x')
        WhenRules(rules_any=[R], then=[LabelAdd(entity=F, label='lewd')])
        """;
    assertEquals(
        List.of("label-not-for-entity"),
        Sets.codes("main.sml", rule, "config.yaml", "labels: {lewd: {valid_for: [Post]}}"));
  }

  @Test
  void callsThatDependOnABrokenConfigurationSayNothing() {
    assertEquals(
        List.of("invalid-config"),
        Sets.codes(
            "main.sml",
            "E = Entity(type='User', id='x')\nA = HasLabel(entity=E, label='b')",
            "config.yaml",
            "labels: {b: {valid_for: 1}}"));
  }
}
