package dev.ferrule.server.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.labels.EntityLabels;
import dev.ferrule.rules.labels.KeptLabels;
import dev.ferrule.rules.labels.LabelChange;
import dev.ferrule.rules.values.LabelStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of the tables of labels, version 1. Numbers are big-endian, texts are UTF-8 behind a
 * 4-byte length, times are seconds and nanoseconds since 1970, a status is {@link
 * LabelStatus#number}:
 *
 * <pre>
 * entity:  u8 version | i64 changes | i32 labels | per label: text name, state,
 *          i32 previous, per previous: state
 * state:   u8 status | i32 reasons | per reason: text name, text description,
 *          time created, u8 expires, time expires when that is 1
 * history: u8 version | time made | change | author
 * delayed: u8 version | text entity | change | author
 * change:  text label, u8 status, text reason, text description, time at,
 *          u8 expires, time expires when that is 1
 * author:  u8 0, i64 event, text release; or u8 1, text key
 * index:   u8 version | u8 status | u8 expires, time when the last reason does
 * </pre>
 */
final class LabelCodec {
  private static final int VERSION = 1;
  private static final int BY_EVENT = 0;
  private static final int BY_KEY = 1;

  private LabelCodec() {}

  /**
   * What the index says of a label of an entity.
   *
   * @param expiresAt when its last reason ends, or null when one does not
   */
  record Indexed(LabelStatus status, @Nullable Instant expiresAt) {
    static Indexed of(EntityLabels.State state) {
      Instant last = Instant.MIN;
      for (var reason : state.reasons().values()) {
        if (reason.expiresAt() == null) {
          return new Indexed(state.status(), null);
        }
        last = reason.expiresAt().isAfter(last) ? reason.expiresAt() : last;
      }
      return new Indexed(state.status(), last);
    }

    /** Whether the entity has the label at this moment. */
    boolean isOn(Instant now) {
      return (status == LabelStatus.ADDED || status == LabelStatus.MANUALLY_ADDED)
          && (expiresAt == null || expiresAt.isAfter(now));
    }
  }

  static byte[] encode(EntityState entity) {
    return write(out -> {
      out.writeLong(entity.changes());
      out.writeInt(entity.labels().byName().size());
      for (var label : entity.labels().byName().entrySet()) {
        text(out, label.getKey());
        state(out, label.getValue().state());
        out.writeInt(label.getValue().previous().size());
        for (var previous : label.getValue().previous()) {
          state(out, previous);
        }
      }
    });
  }

  static EntityState decodeEntity(byte[] value) {
    return read(
        value,
        "labels of an entity",
        in -> {
          long changes = in.readLong();
          int count = in.readInt();
          Map<String, KeptLabels.Kept> labels = new HashMap<>();
          for (int i = 0; i < count; i++) {
            String name = text(in);
            var state = state(in);
            int previous = in.readInt();
            List<EntityLabels.State> before = new ArrayList<>();
            for (int j = 0; j < previous; j++) {
              before.add(state(in));
            }
            labels.put(name, new KeptLabels.Kept(state, before));
          }
          return new EntityState(new KeptLabels(labels), changes);
        });
  }

  static byte[] encode(HistoryEntry entry) {
    return write(out -> {
      time(out, entry.madeAt());
      change(out, entry.change());
      author(out, entry.by());
    });
  }

  static HistoryEntry decodeHistory(byte[] value) {
    return read(
        value, "change of a label", in -> new HistoryEntry(time(in), change(in), author(in)));
  }

  static byte[] encode(DelayedChange delayed) {
    return write(out -> {
      text(out, delayed.entityKey());
      change(out, delayed.change());
      author(out, delayed.by());
    });
  }

  static DelayedChange decodeDelayed(byte[] value) {
    return read(
        value,
        "delayed change of a label",
        in -> new DelayedChange(text(in), change(in), author(in)));
  }

  static byte[] encode(Indexed indexed) {
    return write(out -> {
      out.writeByte(indexed.status().number());
      timeOrNull(out, indexed.expiresAt());
    });
  }

  static Indexed decodeIndexed(byte[] value) {
    return read(value, "index of a label", in -> new Indexed(status(in), timeOrNull(in)));
  }

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static byte[] write(Body body) {
    var bytes = new ByteArrayOutputStream(256);
    try {
      var out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is none in memory
    }
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] value, String what, Reading<T> reading) {
    try (var in = new DataInputStream(new ByteArrayInputStream(value))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new FerruleException(
            ErrorCode.STORE_CORRUPT,
            "expected %s of version %d, found version %d".formatted(what, VERSION, version));
      }
      return reading.read(in);
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      throw new FerruleException(
          ErrorCode.STORE_CORRUPT,
          "expected a whole %s, found a damaged one of %d bytes".formatted(what, value.length),
          e);
    }
  }

  private static void state(DataOutputStream out, EntityLabels.State state) throws IOException {
    out.writeByte(state.status().number());
    out.writeInt(state.reasons().size());
    for (var reason : state.reasons().entrySet()) {
      text(out, reason.getKey());
      text(out, reason.getValue().description());
      time(out, reason.getValue().createdAt());
      timeOrNull(out, reason.getValue().expiresAt());
    }
  }

  private static EntityLabels.State state(DataInputStream in) throws IOException {
    LabelStatus status = status(in);
    int count = in.readInt();
    Map<String, EntityLabels.Reason> reasons = new HashMap<>();
    for (int i = 0; i < count; i++) {
      reasons.put(text(in), new EntityLabels.Reason(text(in), time(in), timeOrNull(in)));
    }
    return new EntityLabels.State(status, reasons);
  }

  private static void change(DataOutputStream out, LabelChange change) throws IOException {
    text(out, change.label());
    out.writeByte(change.status().number());
    text(out, change.reasonName());
    text(out, change.description());
    time(out, change.at());
    timeOrNull(out, change.expiresAt());
  }

  private static LabelChange change(DataInputStream in) throws IOException {
    return new LabelChange(text(in), status(in), text(in), text(in), time(in), timeOrNull(in));
  }

  private static void author(DataOutputStream out, Author author) throws IOException {
    switch (author) {
      case Author.ByEvent(long id, String release) -> {
        out.writeByte(BY_EVENT);
        out.writeLong(id);
        text(out, release);
      }
      case Author.ByKey(String key) -> {
        out.writeByte(BY_KEY);
        text(out, key);
      }
    }
  }

  private static Author author(DataInputStream in) throws IOException {
    return in.readByte() == BY_EVENT
        ? new Author.ByEvent(in.readLong(), text(in))
        : new Author.ByKey(text(in));
  }

  private static LabelStatus status(DataInputStream in) throws IOException {
    int number = in.readByte();
    for (LabelStatus status : LabelStatus.values()) {
      if (status.number() == number) {
        return status;
      }
    }
    throw new IllegalArgumentException("no status has this number: " + number);
  }

  private static void time(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant time(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static void timeOrNull(DataOutputStream out, @Nullable Instant time) throws IOException {
    out.writeBoolean(time != null);
    if (time != null) {
      time(out, time);
    }
  }

  private static @Nullable Instant timeOrNull(DataInputStream in) throws IOException {
    return in.readBoolean() ? time(in) : null;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new EOFException();
    }
    return new String(in.readNBytes(length), UTF_8);
  }
}
