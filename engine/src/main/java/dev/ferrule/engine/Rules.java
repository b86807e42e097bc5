package dev.ferrule.engine;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.authoring.Backtest;
import dev.ferrule.rules.authoring.CheckReport;
import dev.ferrule.rules.authoring.EventFile;
import dev.ferrule.rules.authoring.Explainer;
import dev.ferrule.rules.authoring.Explanation;
import dev.ferrule.rules.authoring.ExplanationJson;
import dev.ferrule.rules.bytecode.Program;
import dev.ferrule.rules.bytecode.RuleCompiler;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventClock;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.interpreter.Interpreter;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.labels.MemoryLabels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** A rule set of the engine. Thread-safe. */
public final class Rules implements AutoCloseable {
  private static final int MOST_ENTITIES = 1_000_000;

  /** Up to so many bytes of events are evaluated on the caller's thread. */
  private static final int HERE_BYTES = 16 << 10;

  private final RuleSet set;
  private final Cores cores;
  private final boolean ordered;
  private final Scopes scopes = new Scopes();
  private @Nullable CheckedRules checked;
  private @Nullable Program program;

  /**
   * @param ordered whether events must be evaluated one after the other even when no rule is seen
   *     to read labels, as functions that are not ours may
   */
  Rules(RuleSet set, Cores cores, boolean ordered) {
    this.set = set;
    this.cores = cores;
    this.ordered = ordered;
  }

  private synchronized CheckedRules checked() {
    if (checked == null) {
      checked = set.checked();
    }
    return checked;
  }

  private synchronized Program compiled() {
    if (program == null) {
      program = RuleCompiler.compile(checked(), new Services(scopes, scopes, Random::new));
    }
    return program;
  }

  /** What there is to say of the set, as the command {@code check --json} has it. */
  public String check(CheckReport.Part upTo) {
    return CheckReport.of(set, upTo).json();
  }

  /** The hash of the set's files. */
  public String hash() {
    return set.sources().hash();
  }

  /**
   * Labels of its own for events to set and rules to read, none at first; and lines that count on
   * from call to call. Compiles the set when that was not done before.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_INVALID} when the set has errors
   */
  public Session session() {
    return new Session(compiled());
  }

  /**
   * Events that follow each other. Thread-safe, but calls at once share labels and line numbers.
   */
  public final class Session {
    private final Program program;
    private final Labels labels;
    private final boolean inOrder;
    private long lines;

    private Session(Program program) {
      this.program = program;
      this.inOrder = ordered || program.readsLabels();
      this.labels = inOrder ? new MemoryLabels(MOST_ENTITIES, scopes) : Scopes.NO_LABELS;
    }

    /** Whether events are evaluated one after the other, as rules read labels. */
    public boolean inOrder() {
      return inOrder;
    }

    /**
     * Evaluates events, one JSON object a line. Where no rule reads labels, all cores take part.
     *
     * @param events from position to limit; not to be changed before the job ends
     * @param action null when lines have an {@code action_name} and {@code data}; otherwise each
     *     line is the data of an event of this action
     */
    public Job<Results> evaluate(ByteBuffer events, @Nullable String action) {
      var pieces = new Lines(events, lines());
      var results = new Results();
      Cores.Way way = inOrder ? Cores.Way.ONE : Cores.Way.ALL;
      if (events.remaining() <= HERE_BYTES) {
        way = Cores.Way.HERE;
      }
      return cores.start(
          way,
          () -> new Evaluation(program, scopes, labels, pieces, results, action),
          () -> results.end(count(pieces.lines())));
    }

    private synchronized long lines() {
      return lines;
    }

    private synchronized long count(long upTo) {
      lines = upTo;
      return upTo;
    }
  }

  /**
   * Why each rule fired on an event or did not, as the command {@code explain --json} has it.
   * Labels are taken as none.
   *
   * @param event one JSON object
   * @param action as {@link Session#evaluate} has it
   * @param rule just this rule; null for all
   */
  public String explain(byte[] event, @Nullable String action, @Nullable String rule) {
    var clock = new EventClock();
    Event read = new EventReader(InstantSource.system(), action).read(JsonSlice.of(event), 1);
    clock.turnTo(read);
    var walk = new Interpreter(checked(), services(clock)).evaluate(read);
    List<Explanation> explanations = new Explainer(checked(), walk).rules(rule);
    if (explanations.isEmpty() && rule != null) {
      throw new FerruleException(
          ErrorCode.REQUEST_NOT_FOUND, "expected the name of a rule of the set, found " + rule);
    }
    ArrayNode array = JsonMapper.shared().createArrayNode();
    explanations.forEach(each -> ExplanationJson.write(each, array.addObject()));
    return whole(JsonMapper.shared().writeValueAsString(array));
  }

  /* Halves of surrogate pairs become U+FFFD, as in all that a node sends. */
  static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
  }

  private static Services services(EventClock clock) {
    return new Services(new MemoryLabels(MOST_ENTITIES, clock), clock, Random::new);
  }

  /**
   * Runs this set and another over the events of a file, as the command {@code backtest --json}
   * does: rules see no labels.
   *
   * @param after the changed set
   * @param events JSON lines; inflated when its name ends with {@code .gz}
   * @param action as {@link Session#evaluate} has it
   */
  public Job<String> backtest(Rules after, Path events, @Nullable String action) {
    var clock = new EventClock();
    var backtest = new Backtest(version(clock), after.version(clock), clock);
    return cores.start(
        Cores.Way.ONE,
        () ->
            () -> {
              try (var file = new EventFile(events)) {
                backtest.run(file, new EventReader(InstantSource.system(), action), _ -> {});
              }
              return false;
            },
        () -> whole(JsonMapper.shared().writeValueAsString(backtest.result())));
  }

  private Backtest.Version version(EventClock clock) {
    CheckedRules rules = checked();
    return new Backtest.Version(
        RuleCompiler.compile(rules, services(clock)), rules.ruleDescriptions());
  }

  @Override
  public void close() {
    set.close();
  }
}
