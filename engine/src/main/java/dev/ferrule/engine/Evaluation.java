package dev.ferrule.engine;

import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.bytecode.Evaluator;
import dev.ferrule.rules.bytecode.Program;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventClock;
import dev.ferrule.rules.evaluation.EventReader;
import dev.ferrule.rules.labels.Labels;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Evaluates pieces of a batch of events. Confined to one thread. */
final class Evaluation implements Cores.Worker {
  private final Scopes scopes;
  private final Scopes.Scope scope;
  private final Lines pieces;
  private final Results results;
  private final EventReader reader;
  private final Evaluator evaluator;
  private final JsonWriter result = new JsonWriter(1 << 12);
  private final ByteArrayOutputStream output = new ByteArrayOutputStream(Lines.PIECE_BYTES);

  Evaluation(
      Program program,
      Scopes scopes,
      Labels labels,
      Lines pieces,
      Results results,
      @Nullable String action) {
    this.scopes = scopes;
    this.scope = new Scopes.Scope(new EventClock(), labels);
    this.pieces = pieces;
    this.results = results;
    this.reader = new EventReader(InstantSource.system(), action);
    this.evaluator = program.newEvaluator();
  }

  @Override
  public boolean step() {
    Lines.Piece piece = pieces.next();
    if (piece == null) {
      return false;
    }
    scopes.enter(scope);
    try {
      results.put(piece.number(), evaluate(piece));
    } finally {
      scopes.leave();
    }
    return true;
  }

  private Results.Part evaluate(Lines.Piece piece) {
    var part = new Results.Part();
    output.reset();
    for (Lines.Line line : piece.lines()) {
      try {
        evaluate(line, part);
      } catch (FerruleException e) {
        part.refuse(line.number(), e);
      }
    }
    part.json = output.toByteArray();
    return part;
  }

  private void evaluate(Lines.Line line, Results.Part part) {
    Event event = reader.read(line.json(), line.number());
    scope.clock().turnTo(event);
    result.reset();
    evaluator.evaluate(event, result);
    output.write(result.bytes(), 0, result.length());
    output.write('\n');
    evaluator.applyLabels(scope.labels());
    part.events++;
    evaluator.errors().forEach(error -> part.fail(line.number(), error));
  }
}
