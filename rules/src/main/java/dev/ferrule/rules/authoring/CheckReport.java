package dev.ferrule.rules.authoring;

import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.check.CheckResult;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Lints;
import dev.ferrule.rules.check.Sources;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.DiagnosticJson;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What there is to say of a rule set before it runs. Immutable.
 *
 * @param sources its files
 * @param valid whether it has no error
 * @param findings errors; warnings too when it has none
 * @param tests how its tests ended; empty when it has an error
 */
public record CheckReport(
    Sources sources, boolean valid, List<Diagnostic> findings, List<RuleTests.Outcome> tests) {
  /** Which parts of a check are wanted. */
  public enum Part {
    /** Errors and warnings. */
    FINDINGS,
    /** The set's tests, too. */
    TESTS
  }

  public CheckReport {
    findings = List.copyOf(findings);
    tests = List.copyOf(tests);
  }

  /** Checks a set; never throws on account of what its files say. */
  public static CheckReport of(RuleSet set, Part upTo) {
    CheckResult result = set.check();
    var findings = new ArrayList<Diagnostic>(result.diagnostics());
    List<RuleTests.Outcome> tests = List.of();
    CheckedRules rules = result.rules();
    if (rules != null) {
      findings.addAll(Lints.lint(rules, set.sources()));
      if (upTo == Part.TESTS) {
        tests = RuleTests.run(rules, set.sources().tests());
      }
    }
    return new CheckReport(set.sources(), rules != null, findings, tests);
  }

  /** Whether there is neither an error nor a test that failed. */
  public boolean passed() {
    return valid && tests.stream().allMatch(RuleTests.Outcome::passed);
  }

  /** As one JSON object: {@code files}, {@code hash}, {@code findings} and {@code tests}. */
  public String json() {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("files", sources.rules().size());
    root.put("hash", sources.hash());
    root.set("findings", mapper.readTree(DiagnosticJson.render(findings)));
    ArrayNode cases = root.putArray("tests");
    for (var test : tests) {
      ObjectNode node = cases.addObject();
      node.put("file", test.file()).put("name", test.name()).put("passed", test.passed());
      ArrayNode failures = node.putArray("failures");
      test.failures().forEach(failures::add);
    }
    return mapper.writeValueAsString(root);
  }
}
