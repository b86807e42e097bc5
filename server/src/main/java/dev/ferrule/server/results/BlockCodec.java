package dev.ferrule.server.results;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes blocks of results. Confined; it keeps its memory from block to block.
 *
 * <p>A block is two values under one key, the last sequence number in it, eight bytes big-endian.
 * The head ({@link BlockHead} reads it) has what is counted and filtered by; the body ({@link
 * BlockBody}) has the rest. Numbers are in groups of seven bits, the lowest first, or {@code
 * signed}: doubled, and inverted when negative. Texts and parts have their length before them.
 *
 * <pre>
 * head  = version 1 | ordinal | body bytes | received least | received span | groups | results
 *       | groups x (sequence: the first, then differences | results)
 *       | names | texts of actions, releases, rules and verdicts, each once
 *       | lists | lists x (length, numbers of names), each once; the first is empty
 *       | part of ids: signed differences, from 0
 *       | part of times received: signed differences, from the least
 *       | part of actions | part of releases: numbers of names
 *       | part of rules | part of verdicts: numbers of lists
 *       | part of error counts
 *       | part of entities: per result a count and numbers of entity texts
 *       | entity texts, each once
 * body  = version 1 | frames | frames x (results | raw bytes | bytes) | the frames
 * frame = zstd of: per result the event's time, effects, features and data
 * </pre>
 *
 * A part of numbers that are all 0 is empty. A block that was merged has several groups: each is
 * what one transaction wrote, and keeps the sequence number it had.
 */
final class BlockCodec implements AutoCloseable {
  static final int VERSION = 1;

  /** What is compressed at once: enough to find repetition, and little to read for one result. */
  private static final int FRAME_BYTES = 128 << 10;

  /** Fast: what costs is the thread that commits. */
  private static final int LEVEL = 1;

  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL).setContentSize(false);
  private final ByteWriter head = new ByteWriter();
  private final ByteWriter body = new ByteWriter();
  private final ByteWriter frames = new ByteWriter();
  private final ByteWriter raw = new ByteWriter();
  private final ByteWriter part = new ByteWriter();
  private byte[] compressed = new byte[FRAME_BYTES];

  /** Numbers of texts or lists in the order they came up. */
  private static final class Numbers<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final java.util.ArrayList<T> inOrder = new java.util.ArrayList<>();

    int of(T value) {
      Integer known = numbers.putIfAbsent(value, inOrder.size());
      if (known != null) {
        return known;
      }
      inOrder.add(value);
      return inOrder.size() - 1;
    }
  }

  /**
   * What one transaction wrote.
   *
   * @param sequence its number
   */
  record Group(long sequence, List<Result> results) {}

  /** The values of a block. */
  record Encoded(byte[] head, byte[] body) {}

  /** A block of groups in order, none of them empty. */
  Encoded encode(long ordinal, List<Group> groups) {
    List<Result> results =
        groups.size() == 1
            ? groups.getFirst().results()
            : groups.stream().flatMap(group -> group.results().stream()).toList();
    byte[] bodyBytes = body(results);
    head.reset();
    head.putByte(VERSION).putNumber(ordinal).putNumber(bodyBytes.length);
    long least = results.stream().mapToLong(Result::receivedMillis).min().orElse(0);
    long most = results.stream().mapToLong(Result::receivedMillis).max().orElse(0);
    head.putSigned(least).putNumber(most - least);
    head.putNumber(groups.size()).putNumber(results.size());
    long before = 0;
    for (Group group : groups) {
      head.putNumber(group.sequence() - before).putNumber(group.results().size());
      before = group.sequence();
    }
    columns(results, least);
    return new Encoded(head.copy(), bodyBytes);
  }

  private void columns(List<Result> results, long least) {
    var names = new Numbers<String>();
    var lists = new Numbers<List<String>>();
    lists.of(List.of());
    int[][] columns = new int[5][results.size()];
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      columns[0][i] = names.of(result.action());
      columns[1][i] = names.of(result.release());
      columns[2][i] = lists.of(result.rules());
      columns[3][i] = lists.of(result.verdicts());
      columns[4][i] = result.errors();
    }
    part.reset();
    part.putNumber(lists.inOrder.size());
    for (List<String> list : lists.inOrder) {
      part.putNumber(list.size());
      list.forEach(name -> part.putNumber(names.of(name)));
    }
    head.putNumber(names.inOrder.size());
    names.inOrder.forEach(head::putText);
    head.putRaw(part.bytes(), part.length());
    numbers(results, least);
    for (int[] column : columns) {
      column(column);
    }
    entities(results);
  }

  private void numbers(List<Result> results, long least) {
    part.reset();
    long before = 0;
    for (Result result : results) {
      part.putSigned(result.id() - before);
      before = result.id();
    }
    head.put(part);
    part.reset();
    before = least;
    for (Result result : results) {
      part.putSigned(result.receivedMillis() - before);
      before = result.receivedMillis();
    }
    head.put(part);
  }

  private void column(int[] column) {
    part.reset();
    int seen = 0;
    for (int value : column) {
      part.putNumber(value);
      seen |= value;
    }
    if (seen == 0) {
      part.reset();
    }
    head.put(part);
  }

  private void entities(List<Result> results) {
    var entities = new Numbers<String>();
    part.reset();
    for (Result result : results) {
      part.putNumber(result.entities().size());
      for (String entity : result.entities()) {
        part.putNumber(entities.of(entity));
      }
    }
    head.put(part);
    head.putNumber(entities.inOrder.size());
    entities.inOrder.forEach(head::putText);
  }

  private byte[] body(List<Result> results) {
    frames.reset();
    part.reset();
    raw.reset();
    int count = 0;
    int inFrame = 0;
    for (Result result : results) {
      raw.putText(result.time());
      raw.putBytes(result.effects()).putBytes(result.features()).putBytes(result.data());
      inFrame++;
      if (raw.length() >= FRAME_BYTES) {
        frame(inFrame);
        count++;
        inFrame = 0;
      }
    }
    if (inFrame > 0) {
      frame(inFrame);
      count++;
    }
    body.reset();
    body.putByte(VERSION).putNumber(count);
    body.putRaw(part.bytes(), part.length()).putRaw(frames.bytes(), frames.length());
    return body.copy();
  }

  private void frame(int results) {
    int most = (int) com.github.luben.zstd.Zstd.compressBound(raw.length());
    if (compressed.length < most) {
      compressed = new byte[most];
    }
    int length =
        zstd.compressByteArray(compressed, 0, compressed.length, raw.bytes(), 0, raw.length());
    part.putNumber(results).putNumber(raw.length()).putNumber(length);
    frames.putRaw(compressed, length);
    raw.reset();
  }

  @Override
  public void close() {
    zstd.close();
  }
}
