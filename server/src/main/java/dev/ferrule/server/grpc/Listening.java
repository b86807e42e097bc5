package dev.ferrule.server.grpc;

import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts connections up to a limit, and closes those beyond it before anything is read from them.
 * Confined to its event loop, but for the count.
 */
final class Listening extends NioServerSocketChannel {
  private final int most;
  private final AtomicInteger open;

  /**
   * @param most open connections
   * @param open how many there are, kept by this
   */
  Listening(int most, AtomicInteger open) {
    this.most = most;
    this.open = open;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int read = super.doReadMessages(accepted);
    for (Object each : List.copyOf(accepted.subList(before, accepted.size()))) {
      var connection = (SocketChannel) each;
      if (open.incrementAndGet() > most) {
        open.decrementAndGet();
        accepted.remove(each);
        connection.unsafe().closeForcibly();
      } else {
        connection.closeFuture().addListener(_ -> open.decrementAndGet());
      }
    }
    return read;
  }
}
