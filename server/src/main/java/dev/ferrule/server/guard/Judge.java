package dev.ferrule.server.guard;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.results.Result;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has the live release judge something as an event like any other. Thread-safe. */
final class Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String BLOCK = "block";

  /** The effect whose text the asker of something refused reads. */
  private static final String TELL_ASKER = "tell_asker";

  private static final String STANDING_REASON = "This cannot be answered here.";

  private final Intake intake;
  private final EventEngine engine;
  private final InstantSource clock;
  private final boolean failsOpen;

  /**
   * @param failsOpen whether what the rules could not judge goes on unchecked
   */
  Judge(Intake intake, EventEngine engine, InstantSource clock, boolean failsOpen) {
    this.intake = intake;
    this.engine = engine;
    this.clock = clock;
    this.failsOpen = failsOpen;
  }

  /**
   * Evaluates an event and waits until its result is on disk.
   *
   * @throws FerruleException when it could not be evaluated, or a part of the rules failed; unless
   *     that is to be passed over
   */
  Judgement judge(String action, JsonNode data, JsonNode secretData) {
    try {
      var event =
          new Event(0, action, EventTime.of(clock.instant()), slice(data), slice(secretData));
      Result result = engine.submit(intake.of(event)).join().result();
      if (result.errors() > 0) {
        throw new FerruleException(
            ErrorCode.RULE_FAILED,
            "expected the rules to judge the %s, found errors=%d in event=%d; try again, or look at the event"
                .formatted(action, result.errors(), result.id()));
      }
      return judgement(result);
    } catch (CompletionException | FerruleException e) {
      FerruleException failure = meaning(e);
      if (!failsOpen) {
        throw failure;
      }
      LOG.warn(
          "rules failed, going on unchecked: code={} {}",
          failure.code().id(),
          failure.getMessage());
      return Judgement.UNCHECKED;
    }
  }

  private static FerruleException meaning(RuntimeException failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof FerruleException known
        ? known
        : new FerruleException(ErrorCode.INTERNAL, "evaluating an event failed", failure);
  }

  private static JsonSlice slice(JsonNode json) {
    return JsonSlice.of(JSON.writeValueAsBytes(json));
  }

  private static Judgement judgement(Result result) {
    boolean blocked = result.verdicts().contains(BLOCK);
    String reason = blocked ? STANDING_REASON : "";
    var labels = new ArrayList<LabelChange>();
    for (JsonNode effect : JSON.readTree(result.effects())) {
      switch (effect.path("kind").asString("")) {
        case "label" ->
            labels.add(
                new LabelChange(
                    effect.path("entity").asString(""),
                    effect.path("label").asString(""),
                    effect.path("status").asString("")));
        case "custom" -> {
          if (blocked && effect.path("name").asString("").equals(TELL_ASKER)) {
            reason = effect.path("text").asString("");
          }
        }
        default -> {}
      }
    }
    List<String> verdicts = result.verdicts();
    return new Judgement(result.id(), blocked, reason, Judgement.masks(verdicts), verdicts, labels);
  }
}
