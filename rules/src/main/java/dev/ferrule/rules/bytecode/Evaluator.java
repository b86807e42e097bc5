package dev.ferrule.rules.bytecode;

import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.EvaluationError;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.TracedErrors;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.PythonValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates events one after the other. Confined to one thread at a time. */
public final class Evaluator {
  private static final byte[] ACTION_ID = JsonWriter.encodedName("__action_id");
  private static final byte[] TIMESTAMP = JsonWriter.encodedName("__timestamp");
  private static final byte[] ERROR_COUNT = JsonWriter.encodedName("__error_count");

  private static final byte[] ERRORS = JsonWriter.encodedName(TracedErrors.KEY);

  private final Frame frame;

  Evaluator(Program program) {
    frame = new Frame(program);
  }

  /**
   * Evaluates one event.
   *
   * @throws dev.ferrule.model.FerruleException when the event is no JSON or too large
   */
  public Evaluation evaluate(Event event) {
    frame.run(event);
    var features = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < frame.ran; i++) {
      for (var extracted : frame.program.files[frame.order[i]].extracted()) {
        int slot = extracted.slot();
        features.put(
            extracted.name(),
            Slots.isFailed(frame, slot) ? null : PythonValues.plain(Slots.box(frame, slot)));
      }
    }
    return new Evaluation(event, features, frame.effects, frame.errors, frame.audits);
  }

  /**
   * Evaluates one event and writes the result, as {@link Evaluation#output} has it, as JSON. This
   * is the fast way: nothing is made for the values that the result shows.
   *
   * @throws dev.ferrule.model.FerruleException when the event is no JSON or too large, and nothing
   *     is written; or when the result is longer than {@link JsonWriter#MOST_BYTES}, and a part is
   */
  public void evaluate(Event event, JsonWriter out) {
    frame.run(event);
    out.beginObject();
    out.name(ACTION_ID).value(event.actionId());
    out.name(TIMESTAMP).value(event.time().toString());
    out.name(ERROR_COUNT).value((long) frame.errors.size());
    if (!frame.errors.isEmpty()) {
      var traced = TracedErrors.of(frame.errors);
      if (!traced.isEmpty()) {
        out.name(ERRORS).value((Object) traced);
      }
    }
    if (!frame.effects.isEmpty()) {
      writeEffects(out);
    }
    for (int i = 0; i < frame.ran; i++) {
      for (var extracted : frame.program.files[frame.order[i]].extracted()) {
        out.name(extracted.json());
        write(extracted.slot(), out);
      }
    }
    out.endObject();
  }

  private void writeEffects(JsonWriter out) {
    var texts = new LinkedHashMap<String, List<String>>();
    for (var emitted : frame.effects) {
      texts
          .computeIfAbsent(Evaluation.featureOf(emitted.effect()), ignored -> new ArrayList<>())
          .add(emitted.effect().shown());
    }
    texts.forEach((name, values) -> out.name(name).value(values));
  }

  private void write(int slot, JsonWriter out) {
    Object object = frame.objects[slot];
    long number = frame.numbers[slot];
    switch (frame.program.kinds[slot]) {
      case BOOL, RULE -> {
        if (number == Truth.TRUE || number == Truth.FALSE) {
          out.value(number == Truth.TRUE);
        } else {
          out.nullValue();
        }
      }
      case INT -> {
        if (object == null) {
          out.value(number);
        } else {
          writeBoxed(slot, out);
        }
      }
      case FLOAT -> {
        if (object == null) {
          out.value(Double.longBitsToDouble(number));
        } else {
          writeBoxed(slot, out);
        }
      }
      case TEXT, BOXED -> {
        if (object instanceof String text) {
          out.value(text);
        } else {
          writeBoxed(slot, out);
        }
      }
    }
  }

  private void writeBoxed(int slot, JsonWriter out) {
    if (Slots.isFailed(frame, slot)) {
      out.nullValue();
    } else {
      out.value(PythonValues.plain(Slots.box(frame, slot)));
    }
  }

  /** The effects of the event that was evaluated last, in the order they were emitted. */
  public List<EmittedEffect> effects() {
    return List.copyOf(frame.effects);
  }

  /** The extracted rules that fired in the event that was evaluated last, by name. */
  public List<String> firedRules() {
    var fired = new ArrayList<String>();
    for (int i = 0; i < frame.ran; i++) {
      for (var extracted : frame.program.files[frame.order[i]].extracted()) {
        int slot = extracted.slot();
        if (frame.program.kinds[slot] == Kind.RULE && frame.numbers[slot] == Truth.TRUE) {
          fired.add(extracted.name());
        }
      }
    }
    return fired;
  }

  /** The extracted entities of the event that was evaluated last, each once. */
  public List<Entity> entities() {
    var entities = new ArrayList<Entity>();
    for (int i = 0; i < frame.ran; i++) {
      for (var extracted : frame.program.files[frame.order[i]].extracted()) {
        if (frame.objects[extracted.slot()] instanceof Entity entity
            && !entities.contains(entity)) {
          entities.add(entity);
        }
      }
    }
    return entities;
  }

  /** When the event that was evaluated last happened; UTC when it named no offset. */
  public Instant eventTime() {
    return frame.actionTime().toInstant();
  }

  /** The failures that counted in the event that was evaluated last, valid until the next. */
  public List<EvaluationError> errors() {
    return Collections.unmodifiableList(frame.errors);
  }

  /** Changes the labels as the event that was evaluated last asks, at its time. */
  public void applyLabels(Labels labels) {
    if (!frame.effects.isEmpty()) {
      new Evaluation(frame.event(), Map.of(), frame.effects, List.of(), List.of())
          .applyLabels(labels, frame.actionTime().toInstant());
    }
  }
}
