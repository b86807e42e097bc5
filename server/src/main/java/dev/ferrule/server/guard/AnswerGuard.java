package dev.ferrule.server.guard;

import dev.ferrule.model.Filter;
import dev.ferrule.rules.personal.PersonalFinder;
import dev.ferrule.rules.personal.PersonalKind;
import dev.ferrule.server.answer.Answer;
import dev.ferrule.server.answer.AnswerEngine;
import dev.ferrule.server.answer.Citation;
import dev.ferrule.server.collections.Collection;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.events.EventEngine;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.tracing.Stage;
import dev.ferrule.server.tracing.Trace;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions under the rules of the live release: each question is judged before anything is
 * done with it, and each answer before anybody sees a part of it. Thread-safe.
 */
public final class AnswerGuard {
  private static final String QUESTION = "question_asked";
  private static final String ANSWER = "answer_given";

  private final AnswerEngine answers;
  private final @Nullable Judge judge;

  /** A guard as the settings {@code answer.rules} and {@code answer.rules_fail_open} say. */
  public AnswerGuard(
      Settings settings,
      AnswerEngine answers,
      Intake intake,
      EventEngine engine,
      InstantSource clock) {
    this.answers = answers;
    this.judge =
        settings.isOn("answer.rules")
            ? new Judge(intake, engine, clock, settings.isOn("answer.rules_fail_open"))
            : null;
  }

  /**
   * An answer, and what the rules did.
   *
   * @param guarded null when rules do not judge answers
   */
  public record Outcome(Answer answer, @Nullable Guarded guarded) {}

  /**
   * A question to search for, and what the rules did.
   *
   * @param guarded null when rules do not judge questions
   */
  public record Admission(String question, @Nullable Guarded guarded) {}

  /**
   * Answers a question. Under rules, {@code listener} hears of the stages as they end, and of
   * citations and text when the rules have passed them.
   *
   * @throws dev.ferrule.model.FerruleException when the rules fail, unless that is passed over
   * @throws IOException when {@code listener} does
   */
  public Outcome answer(
      Collection collection, Asked asked, @Nullable Filter filter, AnswerEngine.Listener listener)
      throws IOException {
    return judge == null
        ? new Outcome(answers.answer(collection, asked.question(), filter, listener), null)
        : new Guarding(judge, asked, listener).answer(collection, filter);
  }

  /** Judges what is searched for; a search that is blocked must find nothing. */
  public Admission admit(Asked asked) throws IOException {
    if (judge == null) {
      return new Admission(asked.question(), null);
    }
    var guarding = new Guarding(judge, asked, new AnswerEngine.Listener() {});
    Judgement judgement = guarding.question();
    return new Admission(
        guarding.mask(asked.question(), judgement.masks()), guarding.guarded(judgement));
  }

  /** One question on its way. */
  private final class Guarding {
    private final Judge judge;
    private final Asked asked;
    private final AnswerEngine.Listener listener;
    private final List<Judgement> judgements = new ArrayList<>();
    private final Set<PersonalKind> redacted = EnumSet.noneOf(PersonalKind.class);
    private final List<Answer.Stage> stages = new ArrayList<>();

    Guarding(Judge judge, Asked asked, AnswerEngine.Listener listener) {
      this.judge = judge;
      this.asked = asked;
      this.listener = listener;
    }

    Outcome answer(Collection collection, @Nullable Filter filter) throws IOException {
      Judgement question = question();
      String masked = mask(asked.question(), question.masks());
      if (question.blocked()) {
        return new Outcome(refusal(masked), guarded(question));
      }
      Answer made = answers.answer(collection, masked, filter, new Withheld(listener));
      stages.addAll(made.stages());
      Asked seen =
          new Asked(asked.operation(), masked, asked.collection(), asked.user(), asked.filter());
      long started = System.nanoTime();
      Judgement judgement =
          noted(
              judge.judge(
                  ANSWER, GuardEvents.answer(seen, made), GuardEvents.secretAnswer(seen, made)));
      ended("answer-rules", started);
      if (judgement.blocked()) {
        return new Outcome(refusal(masked), guarded(judgement));
      }
      Answer shown = masked(made, judgement.masks());
      listener.citations(shown.citations());
      if (!shown.text().isEmpty()) {
        listener.text(shown.text());
      }
      return new Outcome(shown, guarded(judgement));
    }

    Judgement question() throws IOException {
      long started = System.nanoTime();
      Judgement judgement =
          noted(
              judge.judge(
                  QUESTION, GuardEvents.question(asked), GuardEvents.secretQuestion(asked)));
      ended("question-rules", started);
      return judgement;
    }

    private Judgement noted(Judgement judgement) {
      judgements.add(judgement);
      return judgement;
    }

    private void ended(String name, long started) throws IOException {
      Trace.current().ended(Stage.GUARD, started);
      var stage = new Answer.Stage(name, System.nanoTime() - started);
      stages.add(stage);
      listener.stage(stage);
    }

    private Answer refusal(String question) {
      return new Answer(question, "", Answer.Rung.NONE, 0, List.of(), stages);
    }

    private Answer masked(Answer answer, Set<PersonalKind> masks) {
      List<Citation> citations =
          answer.citations().stream().map(citation -> masked(citation, masks)).toList();
      return new Answer(
          answer.question(),
          mask(answer.text(), masks),
          answer.rung(),
          answer.confidence(),
          citations,
          stages);
    }

    private Citation masked(Citation citation, Set<PersonalKind> masks) {
      return new Citation(
          citation.document(),
          mask(citation.title(), masks),
          citation.page(),
          citation.chunk(),
          citation.startCodePoints(),
          citation.endCodePoints(),
          mask(citation.text(), masks),
          citation.score());
    }

    String mask(String text, Set<PersonalKind> masks) {
      if (masks.isEmpty()) {
        return text;
      }
      for (PersonalKind kind : PersonalFinder.kinds(text)) {
        if (masks.contains(kind)) {
          redacted.add(kind);
        }
      }
      return PersonalFinder.mask(text, masks);
    }

    Guarded guarded(Judgement last) {
      var verdicts = new LinkedHashSet<String>();
      var labels = new ArrayList<LabelChange>();
      var events = new ArrayList<Long>();
      for (Judgement judgement : judgements) {
        verdicts.addAll(judgement.verdicts());
        labels.addAll(judgement.labels());
        if (judgement != Judgement.UNCHECKED) {
          events.add(judgement.event());
        }
      }
      return new Guarded(
          !judgements.contains(Judgement.UNCHECKED),
          last.blocked(),
          last.reason(),
          redacted,
          List.copyOf(verdicts),
          labels,
          events);
    }
  }

  /** Passes on that work is being done, and nothing of what comes of it. */
  private record Withheld(AnswerEngine.Listener listener) implements AnswerEngine.Listener {
    @Override
    public void stage(Answer.Stage stage) throws IOException {
      listener.stage(stage);
    }
  }
}
