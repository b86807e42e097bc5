package dev.ferrule.rules.declared;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.yaml.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code workers.yaml} of a rule set declares. Immutable. The form is described in
 * docs/workers.md.
 */
public record DeclaredWorkers(List<WorkerDeclaration> functions) {
  public static final String FILE = "workers.yaml";
  public static final DeclaredWorkers NONE = new DeclaredWorkers(List.of());
  public static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
  public static final int MOST_BATCH = 1_024;
  public static final int MOST_FUNCTIONS = 1_000;

  private static final Duration STANDING_TIMEOUT = Duration.ofSeconds(1);
  private static final int STANDING_BATCH = 64;
  private static final Set<String> KEYS =
      Set.of("source", "summary", "parameters", "result", "timeout", "batch", "runs");

  public DeclaredWorkers {
    functions = List.copyOf(functions);
  }

  /**
   * Reads the text of the file.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when it is not of the form
   */
  public static DeclaredWorkers parse(String text) {
    var root = Yaml.load(FILE, text);
    if (root == null) {
      return NONE;
    }
    var names = new HashSet<String>();
    var functions = new ArrayList<WorkerDeclaration>();
    for (var entry : new Section(FILE, root, Set.of("functions")).mapping("functions").entrySet()) {
      String name = Section.name(FILE, entry.getKey(), names);
      functions.add(function(name, new Section("functions." + name, entry.getValue(), KEYS)));
    }
    if (functions.size() > MOST_FUNCTIONS) {
      throw DeclaredFunctions.invalid(
          "expected at most %d functions in %s, found %d"
              .formatted(MOST_FUNCTIONS, FILE, functions.size()));
    }
    return new DeclaredWorkers(functions);
  }

  private static WorkerDeclaration function(String name, Section section) {
    String runs = section.word("runs", "worker", List.of("worker", "in_process"));
    return new WorkerDeclaration(
        name,
        section.values().containsKey("source") ? section.path("source") : null,
        section.text("summary", "Computed by workers."),
        section.parameters(),
        TypeText.parse(section.place() + ".result", section.text("result", null)),
        section.duration("timeout", STANDING_TIMEOUT, LONGEST_TIMEOUT),
        section.number("batch", STANDING_BATCH, MOST_BATCH),
        runs.equals("worker") ? WorkerDeclaration.Runs.WORKER : WorkerDeclaration.Runs.IN_PROCESS);
  }
}
