package dev.ferrule.server.webhooks;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.server.tracing.Outgoing;
import dev.ferrule.server.tracing.Tracing;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call, with one deadline for all of it. A redirect is an answer as any other and is not
 * followed; of the body of an answer a bounded part is read and nothing kept. Thread-safe.
 */
final class Calls implements AutoCloseable {
  private static final int MOST_BODY_BYTES = 64 << 10;
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private final InstantSource clock;
  private final Duration timeout;
  private final Tracing tracing;

  /**
   * Null until the first call: it reads every certificate that Java trusts, which a start skips.
   */
  private @Nullable HttpClient http;

  private boolean closed;

  /**
   * What came of a call.
   *
   * @param failure why it failed, or null when it was taken
   * @param code the id of the error; empty when there is none
   * @param status the HTTP status; 0 when there was none
   * @param retryAfter how long the other side asks to wait, or null
   */
  record Outcome(@Nullable String failure, String code, int status, @Nullable Duration retryAfter) {
    boolean isTaken() {
      return failure == null;
    }
  }

  Calls(InstantSource clock, Duration timeout, Tracing tracing) {
    this.clock = clock;
    this.timeout = timeout;
    this.tracing = tracing;
  }

  private synchronized HttpClient client() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    HttpClient made = http;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(timeout)
              .build();
      http = made;
    }
    return made;
  }

  /** Sends a body; the id stays the same from attempt to attempt. */
  Outcome send(Webhook webhook, String id, byte[] body) throws InterruptedException {
    try (Outgoing traced = tracing.call("webhook " + webhook.name())) {
      Outcome outcome = send(webhook, id, body, traced);
      if (!outcome.isTaken()) {
        traced.failed(outcome.code());
      }
      return outcome;
    }
  }

  private Outcome send(Webhook webhook, String id, byte[] body, Outgoing traced)
      throws InterruptedException {
    long seconds = clock.instant().getEpochSecond();
    var request =
        HttpRequest.newBuilder(webhook.url())
            .header("content-type", "application/json")
            .header("user-agent", "ferrule")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(seconds))
            .header("webhook-signature", Signature.sign(webhook.secret(), id, seconds, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    traced.headers(request::header);
    CompletableFuture<HttpResponse<Void>> call =
        client().sendAsync(request.build(), _ -> new BoundedDiscard());
    try {
      return outcome(call.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      call.cancel(true);
      return failed(
          ErrorCode.UPSTREAM_TIMEOUT,
          "expected an answer within %d ms, found none".formatted(timeout.toMillis()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return failed(ErrorCode.UPSTREAM_FAILED, "expected an HTTP answer, found " + reason(cause));
    } finally {
      call.cancel(true);
    }
  }

  private static String reason(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof UnresolvedAddressException) {
        return "no host of that name";
      }
    }
    if (cause instanceof ConnectException) {
      return "no connection";
    }
    return cause instanceof SSLException
        ? "a TLS connection that failed"
        : "a connection that failed (%s)".formatted(cause.getClass().getSimpleName());
  }

  private static Outcome failed(ErrorCode code, String message) {
    return new Outcome(message, code.id(), 0, null);
  }

  private Outcome outcome(HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Outcome(null, "", status, null);
    }
    return new Outcome(
        "expected a status from 200 to 299, found " + status,
        ErrorCode.UPSTREAM_FAILED.id(),
        status,
        response.headers().firstValue("retry-after").map(this::retryAfter).orElse(null));
  }

  /** Seconds, or a time (RFC 9110, 10.2.3); what is neither counts as absent. */
  private @Nullable Duration retryAfter(String value) {
    Duration wanted;
    try {
      wanted =
          value.matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return null;
    }
    return wanted.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wanted;
  }

  /** Reads a bounded part of a body and then gives the connection up. */
  private static final class BoundedDiscard implements HttpResponse.BodySubscriber<Void> {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long read;

    @Override
    public CompletionStage<Void> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        read += piece.remaining();
      }
      Flow.Subscription current = subscription;
      if (read > MOST_BODY_BYTES && current != null) {
        current.cancel();
        done.complete(null);
      }
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      done.complete(null);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (http != null) {
      http.shutdownNow();
    }
  }
}
