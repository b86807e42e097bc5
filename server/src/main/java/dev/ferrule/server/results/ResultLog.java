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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of events in the order they were written. Thread-safe. */
public final class ResultLog {
  private final Store store;

  public ResultLog(Store store) {
    this.store = store;
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
  public void committed(List<Result> group) {}

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
