package dev.ferrule.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Ways to answer a call with one message. Stateless. */
final class Answers {
  private Answers() {}

  /** Answers when {@code stage} completes, on the thread that completes it. */
  static <V, R> void when(
      StreamObserver<R> observer, Supplier<CompletionStage<V>> stage, Function<V, R> message) {
    ignoreCancel(observer);
    try {
      stage
          .get()
          .whenComplete((value, failure) -> {
            if (failure == null) {
              send(observer, () -> message.apply(value));
            } else {
              observer.onError(Failures.exception(failure));
            }
          });
    } catch (RuntimeException e) {
      observer.onError(Failures.exception(e));
    }
  }

  /** Answers with what {@code message} makes on a virtual thread, where it may wait. */
  static <R> void later(StreamObserver<R> observer, Supplier<R> message) {
    ignoreCancel(observer);
    Thread.ofVirtual().name("grpc").start(() -> send(observer, message));
  }

  private static <R> void send(StreamObserver<R> observer, Supplier<R> message) {
    R answer;
    try {
      answer = message.get();
    } catch (RuntimeException | StackOverflowError e) {
      observer.onError(Failures.exception(e));
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }

  /* Otherwise an answer to a caller that is gone would throw. */
  private static void ignoreCancel(StreamObserver<?> observer) {
    ((ServerCallStreamObserver<?>) observer).setOnCancelHandler(() -> {});
  }
}
