package dev.ferrule.server.releases;

import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.check.CheckResult;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.check.Lints;
import dev.ferrule.rules.syntax.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read of a release: its files, what is to be said of them, and its rules. Immutable.
 *
 * @param findings errors and warnings
 * @param rules where each rule stands
 * @param descriptions of rules by name; the names of an f-string stand in braces
 */
public record LiveRules(
    Release release,
    List<Diagnostic> findings,
    RuleOutline rules,
    Map<String, String> descriptions) {
  public LiveRules {
    findings = List.copyOf(findings);
    descriptions = Map.copyOf(descriptions);
  }

  /** Reads releases; the one that was read last is remembered. Thread-safe. */
  public static final class Reader {
    private final Publisher publisher;
    private @Nullable LiveRules last;

    public Reader(Publisher publisher) {
      this.publisher = publisher;
    }

    /** What is to be read of a release. */
    public synchronized LiveRules read(String hash) {
      if (last == null || !last.release().hash().equals(hash)) {
        last = of(publisher, publisher.get(hash));
      }
      return last;
    }
  }

  private static LiveRules of(Publisher publisher, Release release) {
    try (RuleSet set = publisher.open(release)) {
      CheckResult result = set.check();
      var findings = new ArrayList<>(result.diagnostics());
      CheckedRules rules = result.rules();
      if (rules != null) {
        findings.addAll(Lints.lint(rules, set.sources()));
      }
      return new LiveRules(
          release,
          findings,
          RuleOutline.of(release),
          rules == null ? Map.of() : rules.ruleDescriptions());
    }
  }
}
