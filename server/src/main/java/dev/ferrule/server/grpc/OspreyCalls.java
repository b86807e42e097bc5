package dev.ferrule.server.grpc;

import com.google.protobuf.ByteString;
import dev.ferrule.proto.osprey.OspreyCoordinatorSyncActionServiceGrpc;
import dev.ferrule.proto.osprey.ProcessActionRequest;
import dev.ferrule.proto.osprey.ProcessActionResponse;
import dev.ferrule.proto.osprey.Verdicts;
import dev.ferrule.proto.v1.Effect;
import dev.ferrule.server.events.Incoming;
import dev.ferrule.server.results.Result;
import io.grpc.stub.StreamObserver;

/** The synchronous entry of Osprey's coordinator, for its clients. Thread-safe. */
final class OspreyCalls
    extends OspreyCoordinatorSyncActionServiceGrpc.OspreyCoordinatorSyncActionServiceImplBase {
  private final Evaluations evaluations;

  OspreyCalls(Evaluations evaluations) {
    this.evaluations = evaluations;
  }

  @Override
  public void processAction(
      ProcessActionRequest request, StreamObserver<ProcessActionResponse> observer) {
    Answers.when(
        observer,
        () -> evaluations.submit(read(request)),
        evaluated ->
            ProcessActionResponse.newBuilder().setVerdicts(verdicts(evaluated.result())).build());
  }

  private Incoming read(ProcessActionRequest request) {
    return evaluations.read(
        EventMessages.event(
            request.getActionId().getValue(),
            request.getActionName(),
            request.hasTimestamp()
                ? EventMessages.instant(request.getTimestamp())
                : evaluations.clock().instant(),
            request.getActionDataJsonBytes(),
            ByteString.EMPTY));
  }

  private static Verdicts verdicts(Result result) {
    var verdicts =
        Verdicts.newBuilder()
            .setActionId(result.id())
            .setActionName(result.action())
            .addAllVerdicts(result.verdicts())
            .setTimestamp(
                EventMessages.timestamp(
                    dev.ferrule.rules.evaluation.EventTime.parse(result.time())
                        .withOffset()
                        .toInstant()));
    for (Effect effect : EffectMessages.read(result.effects())) {
      if (effect.hasLabel() && effect.getLabel().getStatus().equals("added")) {
        verdicts.addVerdicts(effect.getLabel().getEntity() + "/" + effect.getLabel().getLabel());
      }
    }
    return verdicts.build();
  }
}
