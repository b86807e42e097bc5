package dev.ferrule.server.grpc;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.proto.v1.EvaluateRequest;
import dev.ferrule.proto.v1.EvaluateStreamResponse;
import dev.ferrule.proto.v1.Evaluation;
import dev.ferrule.proto.v1.EventServiceGrpc;
import dev.ferrule.proto.v1.GetResultRequest;
import dev.ferrule.proto.v1.Result;
import dev.ferrule.proto.v1.SubmitRequest;
import dev.ferrule.proto.v1.SubmitResponse;
import dev.ferrule.server.inbox.Inbox;
import dev.ferrule.server.results.ResultLog;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code ferrule.v1.EventService}. Thread-safe. */
final class EventCalls extends EventServiceGrpc.EventServiceImplBase {
  private final Evaluations evaluations;
  private final Inbox inbox;
  private final ResultLog results;
  private final Inbound inbound;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

  EventCalls(Evaluations evaluations, Inbox inbox, ResultLog results, Inbound inbound) {
    this.evaluations = evaluations;
    this.inbox = inbox;
    this.results = results;
    this.inbound = inbound;
  }

  @Override
  public void evaluate(EvaluateRequest request, StreamObserver<Evaluation> observer) {
    Answers.when(
        observer,
        () -> evaluations.submit(evaluations.read(request.getEvent())),
        evaluated -> EventMessages.evaluation(evaluated, request.getWithFeatures()));
  }

  @Override
  public StreamObserver<EvaluateRequest> evaluateStream(
      StreamObserver<EvaluateStreamResponse> observer) {
    var answers = (ServerCallStreamObserver<EvaluateStreamResponse>) observer;
    var stream = new EventStream(evaluations, inbound, answers, streams::remove);
    streams.add(stream);
    return stream;
  }

  @Override
  public void submit(SubmitRequest request, StreamObserver<SubmitResponse> observer) {
    Answers.when(
        observer,
        () -> inbox.accept(evaluations.read(request.getEvent())),
        id -> SubmitResponse.newBuilder().setId(id).build());
  }

  @Override
  public void getResult(GetResultRequest request, StreamObserver<Result> observer) {
    Answers.later(
        observer,
        () -> {
          var result = results.find(request.getId());
          if (result == null) {
            throw new FerruleException(
                ErrorCode.EVENT_NOT_FOUND,
                "expected the id of an event, found none with id=" + request.getId());
          }
          return EventMessages.result(result);
        });
  }

  /** Ends open streams once what came is answered. */
  void drain() {
    streams.forEach(EventStream::drain);
  }
}
