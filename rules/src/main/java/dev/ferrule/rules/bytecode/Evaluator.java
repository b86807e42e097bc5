package dev.ferrule.rules.bytecode;

import dev.ferrule.rules.evaluation.Evaluation;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.values.PythonValues;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Evaluates events one after the other. Confined to one thread at a time. */
public final class Evaluator {
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
}
