package dev.ferrule.server.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of messages in memory, compressed and not: those that came in part, those of calls in
 * progress, and those of streams that are not answered. A call that goes beyond the limit is ended
 * while its message still comes. Thread-safe.
 */
final class Inbound extends ServerStreamTracer.Factory {
  private static final Context.Key<Message> CURRENT = Context.key("ferrule-inbound");

  private final long most;
  private final AtomicLong held = new AtomicLong();

  Inbound(long mostBytes) {
    this.most = mostBytes;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new Message();
  }

  /** What counts the message of the call that begins on this thread. */
  static @Nullable Message current() {
    return CURRENT.get();
  }

  /** Counts bytes; false when they are more than the limit. */
  boolean hold(long bytes) {
    return held.addAndGet(bytes) <= most;
  }

  void letGo(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Whether a stream may ask for more: at half the limit, as what is on its way needs room too. */
  boolean hasRoom() {
    return held.get() < most / 2;
  }

  long bytes() {
    return held.get();
  }

  /** The message that comes, or came, on one call. */
  final class Message extends ServerStreamTracer {
    private long bytes;
    private boolean keeps = true;
    private boolean over;
    private @Nullable Runnable refuse;

    private Message() {}

    @Override
    public Context filterContext(Context context) {
      return context.withValue(CURRENT, this);
    }

    /**
     * Says what the call is.
     *
     * @param oneMessage whether it has one message, which then counts until the call is over; the
     *     messages of a stream are counted by who takes them
     * @param refuse ends the call when there is no room for its message
     */
    synchronized void isOf(boolean oneMessage, Runnable refuse) {
      this.keeps = oneMessage;
      this.refuse = refuse;
    }

    @Override
    public void inboundWireSize(long more) {
      add(more);
    }

    @Override
    public void inboundUncompressedSize(long more) {
      add(more);
    }

    private void add(long more) {
      Runnable tooMuch;
      synchronized (this) {
        if (over) {
          return;
        }
        bytes += more;
        tooMuch = hold(more) ? null : refuse;
      }
      if (tooMuch != null) {
        tooMuch.run();
      }
    }

    @Override
    public synchronized void inboundMessageRead(int number, long wireBytes, long messageBytes) {
      if (!keeps) {
        letGoOfMessage();
      }
    }

    @Override
    public synchronized void streamClosed(Status status) {
      over = true;
      letGoOfMessage();
    }

    private void letGoOfMessage() {
      letGo(bytes);
      bytes = 0;
    }
  }
}
