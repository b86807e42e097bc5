package dev.ferrule.rules.functions.semantic;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optional;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Functions over a {@link SemanticModel}. They wait for it, each call for a limited time; what goes
 * wrong is a failure that counts.
 */
public final class SemanticFunctions {
  /** How long a call waits for the model. */
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What is embedded of a longer text; a model reads less than this. */
  static final int MOST_CHARS = 8_192;

  private static final String CATEGORY = "Meaning";
  private static final Parameter TEXT =
      Parameter.of("text", Type.STR, "A text; the model reads its start.");
  private static final Parameter COLLECTION =
      constant("collection", Type.STR, "Name of a collection of the node.");

  private final SemanticModel model;
  private final Duration patience;

  private SemanticFunctions(SemanticModel model, Duration patience) {
    this.model = model;
    this.patience = patience;
  }

  /**
   * Every function of this package.
   *
   * @param model what they ask; null where there is none, so that each call fails
   */
  public static List<Function> all(@Nullable SemanticModel model) {
    return all(model, PATIENCE);
  }

  static List<Function> all(@Nullable SemanticModel model, Duration patience) {
    var functions = model == null ? null : new SemanticFunctions(model, patience);
    return List.of(
        function(
            "Similarity",
            "How near two texts are in meaning: the cosine of their embeddings, about 0 for texts"
                + " that have nothing to do with each other and 1 for the same.",
            List.of(
                Parameter.of("a", Type.STR, "A text."),
                Parameter.of("b", Type.STR, "Another text.")),
            Type.FLOAT,
            "IsOffer = Similarity(a=PostText, b='buy now, limited offer') > 0.6",
            functions == null ? null : functions::similarity),
        function(
            "Nearest",
            "The id of the document that is nearest to a text in meaning, or None when none is near"
                + " enough.",
            List.of(
                TEXT,
                COLLECTION,
                optional("min_score", Type.FLOAT, 0.0, "The least cosine that counts as near.")),
            Type.optional(Type.STR),
            "Known: Optional[str] = Nearest(text=PostText, collection='scams', min_score=0.7)",
            functions == null ? null : functions::nearest),
        function(
            "NearestScore",
            "The cosine of a text and the document that is nearest to it; 0 when the collection is"
                + " empty.",
            List.of(TEXT, COLLECTION),
            Type.FLOAT,
            "IsKnown = NearestScore(text=PostText, collection='scams') > 0.7",
            functions == null ? null : functions::nearestScore),
        function(
            "Embedding",
            "The vector of a text, of length 1.",
            List.of(TEXT),
            Type.listOf(Type.FLOAT),
            "Vector: List[float] = Embedding(text=PostText)",
            functions == null ? null : functions::embedding));
  }

  private static Function function(
      String name,
      String summary,
      List<Parameter> parameters,
      Type result,
      String example,
      @Nullable Asking asking) {
    var signature =
        new Signature(
            name,
            List.of(),
            CATEGORY,
            summary,
            parameters,
            null,
            result,
            Signature.Purity.EVENT,
            example);
    return new PlainFunction(
        signature,
        asking == null
            ? (_, _) -> noModel(name)
            : Body.blocking((_, arguments) -> attempt(asking, arguments)));
  }

  private static Failure noModel(String name) {
    return Failure.unexpected(
        "NoModel",
        name + " needs a node with its model, and there is none here: run the rules in a node");
  }

  /** What asks the model. */
  private interface Asking {
    @Nullable Object ask(@Nullable Object[] arguments)
        throws ExecutionException, TimeoutException, InterruptedException;
  }

  private static @Nullable Object attempt(Asking asking, @Nullable Object[] arguments) {
    try {
      return asking.ask(arguments);
    } catch (FerruleException e) {
      return Failure.unexpected("ModelError", String.valueOf(e.getMessage()));
    } catch (ExecutionException e) {
      return Failure.unexpected("ModelError", String.valueOf(cause(e).getMessage()));
    } catch (TimeoutException e) {
      return Failure.unexpected("TimeoutError", "the model did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Failure.unexpected("InterruptedError", "the evaluation was interrupted");
    }
  }

  private static Throwable cause(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  /* Both are handed over before either is waited for, so that they share a batch. */
  private Object similarity(@Nullable Object[] arguments)
      throws ExecutionException, TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    var a = model.embed(text(arguments, 0));
    var b = model.embed(text(arguments, 1));
    return dot(await(a, deadline), await(b, deadline));
  }

  private Object embedding(@Nullable Object[] arguments)
      throws ExecutionException, TimeoutException, InterruptedException {
    float[] vector = await(model.embed(text(arguments, 0)), System.nanoTime() + patience.toNanos());
    var list = new ArrayList<Double>(vector.length);
    for (float component : vector) {
      list.add((double) component);
    }
    return list;
  }

  private @Nullable Object nearest(@Nullable Object[] arguments)
      throws ExecutionException, TimeoutException, InterruptedException {
    var neighbor = neighbor(arguments);
    double least = ((Number) java.util.Objects.requireNonNull(arguments[2])).doubleValue();
    return neighbor == null || neighbor.cosine() < least ? null : neighbor.document();
  }

  private Object nearestScore(@Nullable Object[] arguments)
      throws ExecutionException, TimeoutException, InterruptedException {
    var neighbor = neighbor(arguments);
    return neighbor == null ? 0.0 : neighbor.cosine();
  }

  private SemanticModel.@Nullable Neighbor neighbor(@Nullable Object[] arguments)
      throws ExecutionException, TimeoutException, InterruptedException {
    return await(
        model.nearest(text(arguments, 0), Arguments.text(arguments, 1)),
        System.nanoTime() + patience.toNanos());
  }

  private static <T extends @Nullable Object> T await(
      CompletableFuture<T> asked, long deadlineNanos)
      throws ExecutionException, TimeoutException, InterruptedException {
    return asked.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private static String text(@Nullable Object[] arguments, int index) {
    String text = Arguments.text(arguments, index);
    if (text.length() <= MOST_CHARS) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(MOST_CHARS - 1));
    return text.substring(0, splits ? MOST_CHARS - 1 : MOST_CHARS);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
