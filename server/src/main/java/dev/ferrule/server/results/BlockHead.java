package dev.ferrule.server.results;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the head of a block; {@link BlockCodec} has the format. Columns are read when they
 * are asked for. Confined. Damage is {@link ErrorCode#STORE_CORRUPT}.
 */
final class BlockHead {
  private static final int ACTION = 0;
  private static final int RELEASE = 1;
  private static final int RULES = 2;
  private static final int VERDICTS = 3;
  private static final int ERRORS = 4;

  final long ordinal;
  final int bodyBytes;
  final long receivedLeast;
  final long receivedMost;
  final int results;

  /** The sequence number of each group, and how many results there are before it. */
  final long[] sequences;

  final int[] starts;
  final String[] names;
  private final int[][] lists;
  private final ByteReader idPart;
  private final ByteReader receivedPart;
  private final ByteReader[] parts = new ByteReader[5];
  private final Map<Integer, int[]> columns = new HashMap<>();
  private final ByteReader entityPart;
  private final ByteReader entityTexts;
  private long @Nullable [] ids;
  private long @Nullable [] received;
  private @Nullable List<int[]> entities;
  private String @Nullable [] entityNames;

  private BlockHead(ByteReader in) {
    this.ordinal = in.readNumber();
    this.bodyBytes = in.readCount();
    this.receivedLeast = in.readSigned();
    this.receivedMost = receivedLeast + in.readNumber();
    int groups = in.readCountOfParts();
    this.results = in.readCountOfParts();
    this.sequences = new long[groups];
    this.starts = new int[groups + 1];
    long sequence = 0;
    for (int i = 0; i < groups; i++) {
      sequence += in.readNumber();
      sequences[i] = sequence;
      starts[i + 1] = starts[i] + in.readCount();
    }
    this.names = texts(in);
    this.lists = new int[in.readCountOfParts()][];
    for (int i = 0; i < lists.length; i++) {
      lists[i] = new int[in.readCountOfParts()];
      for (int j = 0; j < lists[i].length; j++) {
        lists[i][j] = in.readCount();
      }
    }
    this.idPart = in.readPart();
    this.receivedPart = in.readPart();
    for (int i = 0; i < parts.length; i++) {
      parts[i] = in.readPart();
    }
    this.entityPart = in.readPart();
    this.entityTexts = in;
    if (groups == 0 || starts[groups] != results) {
      throw new IndexOutOfBoundsException(results);
    }
  }

  static BlockHead decode(byte[] value) {
    return whole(
        value.length,
        () -> {
          var in = new ByteReader(value);
          int version = in.readByte();
          if (version != BlockCodec.VERSION) {
            throw new FerruleException(
                ErrorCode.STORE_CORRUPT,
                "expected results of version %d, found version %d"
                    .formatted(BlockCodec.VERSION, version));
          }
          return new BlockHead(in);
        });
  }

  /** What {@code decoder} gives; damage that it stumbles on is told as such. */
  static <T> T whole(int bytes, java.util.function.Supplier<T> decoder) {
    try {
      return decoder.get();
    } catch (IndexOutOfBoundsException | com.github.luben.zstd.ZstdException e) {
      throw new FerruleException(
          ErrorCode.STORE_CORRUPT,
          "expected whole results, found damaged ones of %d bytes".formatted(bytes),
          e);
    }
  }

  private static String[] texts(ByteReader in) {
    var texts = new String[in.readCountOfParts()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = in.readText();
    }
    return texts;
  }

  /** The sequence number of the last group, which is the block's key. */
  long sequence() {
    return sequences[sequences.length - 1];
  }

  /** Where the group of a sequence number begins, or -1 when there is none here. */
  int startOf(long sequence) {
    int group = Arrays.binarySearch(sequences, sequence);
    return group < 0 ? -1 : starts[group];
  }

  /** How many results are in the groups up to and with a sequence number. */
  int upTo(long sequence) {
    int group = Arrays.binarySearch(sequences, sequence);
    return starts[group >= 0 ? group + 1 : -group - 1];
  }

  /** The group that a result is in. */
  int groupOf(int result) {
    int group = Arrays.binarySearch(starts, result);
    return group >= 0 ? group : -group - 2;
  }

  /** The ids of the events. */
  long[] ids() {
    if (ids == null) {
      ids = sums(idPart, 0);
    }
    return ids;
  }

  /** When each event was received, in Unix milliseconds. */
  long[] received() {
    if (received == null) {
      received = sums(receivedPart, receivedLeast);
    }
    return received;
  }

  private long[] sums(ByteReader differences, long first) {
    var all = new long[results];
    long sum = first;
    for (int i = 0; i < results; i++) {
      sum += differences.readSigned();
      all[i] = sum;
    }
    return all;
  }

  private int[] column(int which) {
    return columns.computeIfAbsent(
        which,
        _ -> {
          var column = new int[results];
          ByteReader in = parts[which];
          if (!in.isAtEnd()) {
            for (int i = 0; i < results; i++) {
              column[i] = (int) in.readNumber();
            }
          }
          return column;
        });
  }

  /** Numbers of names, one for each result. */
  int[] actions() {
    return column(ACTION);
  }

  /** Numbers of names, one for each result. */
  int[] releases() {
    return column(RELEASE);
  }

  /** Numbers of lists, one for each result. */
  int[] rules() {
    return column(RULES);
  }

  /** Numbers of lists, one for each result. */
  int[] verdicts() {
    return column(VERDICTS);
  }

  int[] errors() {
    return column(ERRORS);
  }

  /** A list as numbers of names. */
  int[] list(int number) {
    return lists[number];
  }

  int lists() {
    return lists.length;
  }

  /** The number of a name, or -1. */
  int name(String name) {
    return Arrays.asList(names).indexOf(name);
  }

  List<String> namesOf(int list) {
    var found = new ArrayList<String>(lists[list].length);
    for (int name : lists[list]) {
      found.add(names[name]);
    }
    return found;
  }

  /** Numbers of {@link #entityNames}, for each result. */
  List<int[]> entities() {
    if (entities == null) {
      var all = new ArrayList<int[]>(results);
      for (int i = 0; i < results; i++) {
        var numbers = new int[entityPart.readCountOfParts()];
        for (int j = 0; j < numbers.length; j++) {
          numbers[j] = entityPart.readCount();
        }
        all.add(numbers);
      }
      entities = all;
    }
    return entities;
  }

  String[] entityNames() {
    if (entityNames == null) {
      entityNames = texts(entityTexts);
    }
    return entityNames;
  }
}
