package dev.ferrule.server.results;

import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import dev.ferrule.store.Transaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The results of events in the order they were written. Thread-safe. */
public final class ResultLog {
  private static final Logger LOG = LoggerFactory.getLogger(ResultLog.class);

  private final Store store;
  private final List<ResultFollower> followers = new ArrayList<>();
  private volatile LogPosition newest;

  public ResultLog(Store store) {
    this.store = store;
    this.newest = lastOnDisk();
  }

  /** Writes results in one transaction, which also makes their ids known. */
  public void write(Transaction.Writer writer, List<Result> group) {
    for (Result result : group) {
      byte[] sequence = ByteBuffer.allocate(8).putLong(writer.nextSequence()).array();
      writer.put(Table.RESULTS, sequence, encode(result));
      writer.put(Table.EVENT_IDS, ByteBuffer.allocate(8).putLong(result.id()).array(), sequence);
    }
  }

  /** Tells those who follow that these are on disk now. Called in the order of the writes. */
  public void committed(List<Result> group) {
    synchronized (followers) {
      newest = lastOnDisk();
      followers.notifyAll();
    }
  }

  /** Where the log ends: after the last block that is on disk. */
  public LogPosition newest() {
    return newest;
  }

  /**
   * The blocks after a sequence number, at most so many, the oldest first. The number need not be
   * one of a block that is still there.
   */
  public List<ResultBlock> readAfter(long sequence, int mostBlocks) {
    var blocks = new ArrayList<ResultBlock>();
    byte[] from = ByteBuffer.allocate(8).putLong(sequence + 1).array();
    try (var cursor = store.scan(Table.RESULTS, new byte[0], from)) {
      while (blocks.size() < mostBlocks && cursor.next()) {
        long at = ByteBuffer.wrap(cursor.key()).getLong();
        blocks.add(new ResultBlock(at, at - 1, List.of(decode(cursor.value()))));
      }
    }
    return blocks;
  }

  /** Waits until there is a block after a sequence number; false when the time is over. */
  public boolean awaitNewer(long sequence, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (followers) {
      while (newest.sequence() <= sequence) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(followers, left);
      }
      return true;
    }
  }

  /** Goes on where the follower of this name came to; one at a time for each name. */
  public ResultFollower follow(String name, ResultFollower.Start start) {
    LogPosition from = checkpoint(name);
    if (from == null) {
      LogPosition first = start == ResultFollower.Start.NEWEST ? newest() : LogPosition.BEGINNING;
      store.commitAndWait(writer -> {
        moveTo(name, first).accept(writer);
        return first;
      });
      from = first;
    }
    var follower = new ResultFollower(this, name, from);
    synchronized (followers) {
      followers.add(follower);
    }
    return follower;
  }

  void leave(ResultFollower follower) {
    synchronized (followers) {
      followers.remove(follower);
    }
  }

  /** Who follows at the moment. */
  public List<ResultFollower> followers() {
    synchronized (followers) {
      return List.copyOf(followers);
    }
  }

  void tellMissed(String name, long results) {
    LOG.warn("results were gone before they were read: follower={} results={}", name, results);
  }

  /** Up to where the follower of this name has done everything; null when it never followed. */
  public @Nullable LogPosition checkpoint(String name) {
    byte[] value = store.find(Table.CHECKPOINTS, name.getBytes(StandardCharsets.UTF_8));
    if (value == null) {
      return null;
    }
    var in = ByteBuffer.wrap(value);
    return new LogPosition(in.getLong(), in.getLong());
  }

  /** Writes that the follower of this name has done everything up to a place. */
  public Consumer<Transaction.Writer> moveTo(String name, LogPosition to) {
    byte[] value = ByteBuffer.allocate(16).putLong(to.sequence()).putLong(to.ordinal()).array();
    return writer -> writer.put(Table.CHECKPOINTS, name.getBytes(StandardCharsets.UTF_8), value);
  }

  /** Forgets a follower that will not come again. */
  public Consumer<Transaction.Writer> forget(String name) {
    return writer -> writer.delete(Table.CHECKPOINTS, name.getBytes(StandardCharsets.UTF_8));
  }

  private LogPosition lastOnDisk() {
    byte[] last =
        store.findLastKey(
            Table.RESULTS, new byte[0], ByteBuffer.allocate(8).putLong(Long.MAX_VALUE).array());
    long at = last == null ? 0 : ByteBuffer.wrap(last).getLong();
    return new LogPosition(at, at);
  }

  /** The result of an event, or null when there is none (any more). */
  public @Nullable Result find(long id) {
    byte[] sequence = store.find(Table.EVENT_IDS, ByteBuffer.allocate(8).putLong(id).array());
    byte[] value = sequence == null ? null : store.find(Table.RESULTS, sequence);
    return value == null ? null : decode(value);
  }

  private static byte[] encode(Result result) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.writeLong(result.id());
      out.writeLong(result.receivedMillis());
      out.writeUTF(result.time());
      out.writeUTF(result.action());
      out.writeUTF(result.release());
      for (var texts : List.of(result.rules(), result.verdicts(), result.entities())) {
        out.writeInt(texts.size());
        for (String text : texts) {
          out.writeUTF(text);
        }
      }
      out.writeInt(result.errors());
      for (byte[] part : List.of(result.effects(), result.features(), result.data())) {
        out.writeInt(part.length);
        out.write(part);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result decode(byte[] value) {
    try {
      var in = new DataInputStream(new ByteArrayInputStream(value));
      return new Result(
          in.readLong(),
          in.readLong(),
          in.readUTF(),
          in.readUTF(),
          in.readUTF(),
          texts(in),
          texts(in),
          texts(in),
          in.readInt(),
          in.readNBytes(in.readInt()),
          in.readNBytes(in.readInt()),
          in.readNBytes(in.readInt()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    int count = in.readInt();
    var texts = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
