package dev.ferrule.server.http;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSet;
import dev.ferrule.rules.authoring.Explainer;
import dev.ferrule.rules.authoring.Explanation;
import dev.ferrule.rules.authoring.ExplanationJson;
import dev.ferrule.rules.check.CheckedRules;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventClock;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.interpreter.Interpreter;
import dev.ferrule.rules.interpreter.Walk;
import dev.ferrule.rules.labels.MemoryLabels;
import dev.ferrule.server.config.Suggestions;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.releases.RuleSource;
import dev.ferrule.server.results.Result;
import dev.ferrule.server.results.ResultLog;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells why each rule fired or did not: the kept data is evaluated once more by the release of that
 * time, by the interpreter, without effects.
 */
final class ExplainRoute implements Route.Handler {
  private static final int MOST_LABELLED = 1_000;

  private final ResultLog log;
  private final Releases releases;
  private final RuleSource rules;

  ExplainRoute(ResultLog log, Releases releases, RuleSource rules) {
    this.log = log;
    this.releases = releases;
    this.rules = rules;
  }

  @Override
  public Response handle(Request request) {
    Result result = ResultRoutes.result(log, request);
    if (result.data().length == 0) {
      throw new FerruleException(
          ErrorCode.QUERY_INVALID,
          "expected an event whose data was kept, found none; turn events.keep_data on for those"
              + " to come");
    }
    String hash = result.release();
    try (RuleSet set = open(hash)) {
      return Response.json(explain(result, hash, set, request.query().get("rule")));
    } catch (FerruleException e) {
      if (e.code() != ErrorCode.RELEASE_NOT_FOUND) {
        throw e;
      }
      hash = releases.routing().live().hash();
    }
    try (RuleSet set = open(hash)) {
      return Response.json(explain(result, hash, set, request.query().get("rule")));
    }
  }

  private RuleSet open(String hash) {
    return rules.open(hash);
  }

  private static ObjectNode explain(
      Result result, String hash, RuleSet set, @org.jspecify.annotations.Nullable String rule) {
    CheckedRules checked = set.checked();
    var event =
        new Event(
            result.id(),
            result.action(),
            EventTime.parse(result.time()),
            JsonSlice.of(result.data()));
    var clock = new EventClock();
    clock.turnTo(event);
    var labels = new MemoryLabels(MOST_LABELLED, clock);
    Walk walk = new Interpreter(checked, new Services(labels, clock, Random::new)).evaluate(event);
    List<Explanation> explanations = new Explainer(checked, walk).rules(rule);
    if (explanations.isEmpty() && rule != null) {
      List<String> names =
          new Explainer(checked, walk).rules(null).stream().map(Explanation::expression).toList();
      throw ResultParameters.invalid(
          "expected the name of a rule of the release in ?rule, found %s%s"
              .formatted(rule, Suggestions.didYouMean(rule, names)));
    }
    ObjectNode json =
        Json.object()
            .put("id", Long.toString(result.id()))
            .put("release", hash)
            .put("same_release", hash.equals(result.release()));
    ArrayNode notes = json.putArray("notes");
    if (!hash.equals(result.release())) {
      notes.add("the release that evaluated the event is gone; this is by the one that is live");
    }
    notes.add("labels are taken as none, and the secret part of the event is not kept");
    ArrayNode list = json.putArray("rules");
    explanations.forEach(each -> ExplanationJson.write(each, list.addObject()));
    return json;
  }
}
