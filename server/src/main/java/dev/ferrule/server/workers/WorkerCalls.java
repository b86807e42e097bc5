package dev.ferrule.server.workers;

import dev.ferrule.proto.v1.FromWorker;
import dev.ferrule.proto.v1.ToWorker;
import dev.ferrule.proto.v1.WorkerServiceGrpc;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** {@code ferrule.v1.WorkerService}. Thread-safe. */
public final class WorkerCalls extends WorkerServiceGrpc.WorkerServiceImplBase {
  /** Most bytes of a message of the protocol. */
  public static final long MOST_MESSAGE_BYTES = 16L << 20;

  /** The seat of a worker that came with a token. */
  static final Context.Key<Seat> SEAT = Context.key("worker-seat");

  private final WorkerPool pool;
  private final String nodeVersion;
  private final long mostMessageBytes;

  /**
   * @param nodeVersion as {@code 0.1.0}
   * @param mostMessageBytes most bytes of a message that the server takes
   */
  public WorkerCalls(WorkerPool pool, String nodeVersion, long mostMessageBytes) {
    this.pool = pool;
    this.nodeVersion = nodeVersion;
    this.mostMessageBytes = Math.min(mostMessageBytes, MOST_MESSAGE_BYTES);
  }

  @Override
  public StreamObserver<FromWorker> join(StreamObserver<ToWorker> out) {
    return new JoinStream(
        pool, nodeVersion, mostMessageBytes, SEAT.get(), (ServerCallStreamObserver<ToWorker>) out);
  }
}
