package dev.ferrule.rules.bytecode;

import dev.ferrule.model.json.JsonPath;
import dev.ferrule.model.json.Projected;
import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.evaluation.EvaluationError;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.JsonReads;
import dev.ferrule.rules.evaluation.RuleAudit;
import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.TextBudget;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one evaluation, used again for the next event. Confined.
 *
 * <p>Compiled code keeps every value that outlives one expression here, in typed slots, so that it
 * can be cut into methods anywhere and nothing is boxed. See {@link Kind} for what a slot holds.
 */
public final class Frame implements EventContext {
  /** In {@code objects}: the slot's expression failed. */
  static final Object FAILED = new Object();

  /** In {@code objects} of a number: the value is None. */
  static final Object NONE = new Object();

  /** In {@code objects} of a float: the value is an int, in {@code numbers}. */
  static final Object LONG = new Object();

  final Program program;
  final long[] numbers;
  final @Nullable Object[] objects;
  final Projected data;
  final Projected secret;
  final SearchGroup.State[] searches;
  final @Nullable Object[][] arguments;
  final TextBudget budget = new TextBudget();
  final StringBuilder text = new StringBuilder();
  final List<EvaluationError> errors = new ArrayList<>();
  final List<EmittedEffect> effects = new ArrayList<>();
  final List<RuleAudit> audits = new ArrayList<>();
  private final boolean[] started;
  private final boolean[] queued;
  final int[] order;
  int ran;
  private final int[] waiting;
  private int waitingHead;
  private int waitingTail;
  private final RandomGenerator random;
  private @Nullable Event event;

  Frame(Program program) {
    this.program = program;
    numbers = program.initialNumbers.clone();
    objects = program.initialObjects.clone();
    data = program.data.newProjected();
    secret = program.secret.newProjected();
    searches =
        program.searches.stream().map(SearchGroup::newState).toArray(SearchGroup.State[]::new);
    arguments = new Object[program.calls.length][];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = program.calls[i].template().clone();
    }
    started = new boolean[program.files.length];
    queued = new boolean[program.files.length];
    order = new int[program.files.length];
    waiting = new int[program.files.length];
    random = program.services.random().get();
  }

  /** Evaluates one event; the results stay in this frame until the next. */
  void run(Event next) {
    event = next;
    errors.clear();
    effects.clear();
    audits.clear();
    budget.reset();
    Arrays.fill(started, false);
    Arrays.fill(queued, false);
    ran = 0;
    waitingHead = 0;
    waitingTail = 0;
    for (var search : searches) {
      search.reset();
    }
    next.data().read(program.data, data);
    if (program.readsSecret) {
      next.secretData().read(program.secret, secret);
    }
    runWithImports(program.main);
    while (waitingHead < waitingTail) {
      runWithImports(waiting[waitingHead++]);
    }
  }

  /** Puts a file in line, unless it is there. */
  void require(int file) {
    if (!queued[file]) {
      queued[file] = true;
      waiting[waitingTail++] = file;
    }
  }

  private void runWithImports(int file) {
    if (started[file]) {
      return; // and so is all that it imports
    }
    for (int each : program.withImports(file)) {
      if (!started[each]) {
        started[each] = true;
        order[ran++] = each;
        program.files[each].code().run(this);
      }
    }
  }

  Event event() {
    return Objects.requireNonNull(event);
  }

  /** Notes a failure that counts, and says that the slot has no value. */
  void fail(int slot, Failure failure) {
    report(slot, failure);
    setFailed(slot);
  }

  void report(int slot, Failure failure) {
    if (failure.kind() == Failure.Kind.UNEXPECTED) {
      errors.add(new EvaluationError(program.nodes[slot], failure));
    }
  }

  void setFailed(int slot) {
    objects[slot] = FAILED;
    numbers[slot] = Truth.FAILED;
  }

  @Override
  public String actionName() {
    return event().actionName();
  }

  @Override
  public long actionId() {
    return event().actionId();
  }

  @Override
  public OffsetDateTime actionTime() {
    return event().time().withOffset();
  }

  @Override
  public Instant now() {
    return program.services.clock().instant();
  }

  @Override
  public Labels labels() {
    return program.services.labels();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public @Nullable Object json(JsonPath path) {
    Integer index = program.functionPaths.get(path);
    return index == null ? null : JsonReads.value(data, index);
  }
}
