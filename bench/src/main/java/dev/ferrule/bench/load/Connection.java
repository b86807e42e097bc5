package dev.ferrule.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** One kept connection with at most one request on its way. Confined. */
final class Connection implements Delayed {
  private static final byte[] LENGTH = "\r\ncontent-length: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED =
      "\r\ntransfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final SelectionKey key;
  private byte[] read = new byte[65_536];
  private int length;
  private ByteBuffer out = ByteBuffer.allocate(0);
  long intendedNanos;

  /** From when on it may send again. */
  long readyNanos;

  Connection(InetSocketAddress server, Selector selector) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(readyNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(readyNanos, ((Connection) other).readyNanos);
  }

  void send(byte[] request, long intended) throws IOException {
    intendedNanos = intended;
    length = 0;
    out = ByteBuffer.wrap(request);
    write();
  }

  /** Writes what is left of the request. */
  void write() throws IOException {
    channel.write(out);
    key.interestOps(
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  /** Reads what came; the status when the response is whole, 0 before. */
  int read() throws IOException {
    while (true) {
      if (length == read.length) {
        read = java.util.Arrays.copyOf(read, 2 * length);
      }
      int count = channel.read(ByteBuffer.wrap(read, length, read.length - length));
      if (count < 0) {
        throw new IOException("the connection ended");
      }
      length += count;
      if (count == 0 || length < read.length) {
        break;
      }
    }
    int head = end("\r\n\r\n", 0);
    if (head < 0) {
      return 0;
    }
    int at = find(LENGTH, head);
    boolean whole;
    if (at >= 0) {
      int bytes = 0;
      for (int i = at; read[i] >= '0' && read[i] <= '9'; i++) {
        bytes = bytes * 10 + read[i] - '0';
      }
      whole = length >= head + bytes;
    } else {
      whole = find(CHUNKED, head) >= 0 && endsWith("0\r\n\r\n");
    }
    return whole ? (read[9] - '0') * 100 + (read[10] - '0') * 10 + read[11] - '0' : 0;
  }

  /** The response that was read last. */
  String response() {
    return new String(read, 0, length, StandardCharsets.UTF_8);
  }

  private boolean endsWith(String text) {
    return length >= text.length()
        && new String(read, length - text.length(), text.length(), StandardCharsets.US_ASCII)
            .equals(text);
  }

  private int end(String text, int from) {
    int at = find(text.getBytes(StandardCharsets.US_ASCII), length, from);
    return at;
  }

  private int find(byte[] wanted, int to) {
    return find(wanted, to, 0);
  }

  /** Where {@code wanted} ends, ignoring the case of letters; -1 when it is not there. */
  private int find(byte[] wanted, int to, int from) {
    for (int i = from; i + wanted.length <= to; i++) {
      int same = 0;
      while (same < wanted.length && lower(read[i + same]) == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return i + same;
      }
    }
    return -1;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  void close() throws IOException {
    channel.close();
  }
}
