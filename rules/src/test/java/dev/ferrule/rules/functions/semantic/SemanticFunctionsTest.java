package dev.ferrule.rules.functions.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.labels.Labels;
import dev.ferrule.rules.values.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SemanticFunctionsTest {
  /** These functions ask their event for nothing. */
  private static final EventContext NO_EVENT =
      new EventContext() {
        @Override
        public String actionName() {
          throw new AssertionError();
        }

        @Override
        public long actionId() {
          throw new AssertionError();
        }

        @Override
        public OffsetDateTime actionTime() {
          throw new AssertionError();
        }

        @Override
        public Instant now() {
          throw new AssertionError();
        }

        @Override
        public Labels labels() {
          throw new AssertionError();
        }

        @Override
        public RandomGenerator random() {
          throw new AssertionError();
        }
      };

  /** Vectors of two components, by the first letter of a text. */
  private static final class Letters implements SemanticModel {
    private final List<String> seen = new ArrayList<>();

    @Override
    public CompletableFuture<float[]> embed(String text) {
      seen.add(text);
      return switch (text.charAt(0)) {
        case 'x' -> CompletableFuture.completedFuture(new float[] {1, 0});
        case 'y' -> CompletableFuture.completedFuture(new float[] {0, 1});
        case 'f' ->
            throw new FerruleException(ErrorCode.LIMIT_REACHED, "expected less, found more");
        default -> new CompletableFuture<>();
      };
    }

    @Override
    public CompletableFuture<@Nullable Neighbor> nearest(String text, String collection) {
      return CompletableFuture.completedFuture(
          collection.equals("empty") ? null : new Neighbor("d1", 0.5));
    }
  }

  private final Letters model = new Letters();

  private @Nullable Object call(String name, @Nullable Object... arguments) {
    for (Function function : SemanticFunctions.all(model, Duration.ofMillis(20))) {
      if (function instanceof PlainFunction plain && plain.signature().name().equals(name)) {
        assertTrue(plain.body().blocks());
        return plain.body().call(NO_EVENT, arguments);
      }
    }
    throw new AssertionError(name);
  }

  private static Failure failure(@Nullable Object value) {
    return assertInstanceOf(Failure.class, value);
  }

  @Test
  void similarityIsTheCosine() {
    assertEquals(1.0, call("Similarity", "x1", "x2"));
    assertEquals(0.0, call("Similarity", "x", "y"));
  }

  @Test
  void aDocumentMustBeNearEnough() {
    assertEquals("d1", call("Nearest", "x", "c", 0.5));
    assertNull(call("Nearest", "x", "c", 0.6));
    assertNull(call("Nearest", "x", "empty", 0L));
    assertEquals(0.5, call("NearestScore", "x", "c"));
    assertEquals(0.0, call("NearestScore", "x", "empty"));
  }

  @Test
  void anEmbeddingIsAList() {
    assertEquals(List.of(1.0, 0.0), call("Embedding", "x"));
  }

  @Test
  void aModelThatDoesNotAnswerFailsTheCallInTime() {
    assertEquals("TimeoutError", failure(call("Embedding", "never")).error());
    var failure = failure(call("Similarity", "x", "full"));
    assertEquals("expected less, found more", failure.message());
    assertEquals(Failure.Kind.UNEXPECTED, failure.kind());
  }

  @Test
  void aLongTextIsCutBetweenCharacters() {
    call("Embedding", "x" + "😀".repeat(10_000));
    assertEquals(SemanticFunctions.MOST_CHARS - 1, model.seen.getLast().length());
  }

  @Test
  void withoutAModelTheSignaturesStayAndCallsFail() {
    var functions = SemanticFunctions.all(null);
    assertEquals(4, functions.size());
    var first = (PlainFunction) functions.getFirst();
    assertEquals("NoModel", failure(first.body().call(NO_EVENT, new Object[] {"a", "b"})).error());
  }
}
