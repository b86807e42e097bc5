package dev.ferrule.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import dev.ferrule.model.Blame;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.proto.v1.EvaluateStreamResponse;
import dev.ferrule.proto.v1.Evaluation;
import dev.ferrule.proto.v1.EventError;
import dev.ferrule.proto.v1.Result;
import dev.ferrule.rules.evaluation.Event;
import dev.ferrule.rules.evaluation.EventTime;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.server.events.Evaluated;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;

/** Events and results as messages. Stateless. */
final class EventMessages {
  private EventMessages() {}

  static Event event(dev.ferrule.proto.v1.Event message, InstantSource clock) {
    return event(
        message.getActionId(),
        message.getActionName(),
        message.hasTimestamp() ? instant(message.getTimestamp()) : clock.instant(),
        message.getData(),
        message.getSecretData());
  }

  static Event event(long id, String action, Instant at, ByteString data, ByteString secret) {
    if (action.isEmpty()) {
      throw invalid("expected an action_name in the event, found none");
    }
    if (!isObject(data)) {
      throw invalid("expected an object in data of the event, found none");
    }
    if (!secret.isEmpty() && !isObject(secret)) {
      throw invalid("expected an object in secret_data of the event, found another value");
    }
    return new Event(
        id,
        action,
        EventTime.of(at),
        JsonSlice.of(data.toByteArray()),
        secret.isEmpty() ? JsonSlice.EMPTY : JsonSlice.of(secret.toByteArray()));
  }

  private static boolean isObject(ByteString json) {
    for (int i = 0; i < json.size(); i++) {
      byte b = json.byteAt(i);
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b == '{';
      }
    }
    return false;
  }

  static Instant instant(Timestamp timestamp) {
    try {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    } catch (DateTimeException | ArithmeticException e) {
      throw new FerruleException(
          ErrorCode.EVENT_INVALID, "expected a timestamp of the calendar, found another", e);
    }
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.EVENT_INVALID, message);
  }

  static Evaluation evaluation(Evaluated evaluated, boolean withFeatures) {
    var result = evaluated.result();
    var message =
        Evaluation.newBuilder()
            .setId(result.id())
            .setActionName(result.action())
            .setRelease(result.release())
            .addAllVerdicts(result.verdicts())
            .addAllRules(result.rules())
            .addAllEffects(EffectMessages.read(result.effects()))
            .setErrorCount(result.errors())
            .setDuplicate(evaluated.duplicate());
    if (withFeatures) {
      message.setFeatures(UnsafeByteOperations.unsafeWrap(result.features()));
    }
    return message.build();
  }

  static EvaluateStreamResponse streamed(Evaluation evaluation) {
    return EvaluateStreamResponse.newBuilder().setEvaluation(evaluation).build();
  }

  static EvaluateStreamResponse failed(FerruleException failure) {
    return EvaluateStreamResponse.newBuilder()
        .setError(
            EventError.newBuilder()
                .setCode(failure.code().id())
                .setMessage(String.valueOf(failure.getMessage()))
                .setRetry(failure.code().blame() == Blame.RETRY))
        .build();
  }

  static Result result(dev.ferrule.server.results.Result result) {
    return Result.newBuilder()
        .setEvaluation(evaluation(new Evaluated(result, false), true))
        .setReceivedAt(timestamp(Instant.ofEpochMilli(result.receivedMillis())))
        .setTimestamp(result.time())
        .addAllEntities(result.entities())
        .setData(UnsafeByteOperations.unsafeWrap(result.data()))
        .build();
  }
}
