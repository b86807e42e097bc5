package dev.ferrule.server.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Blocks of made-up results come back as they were, and damage is told. */
class BlockCodecFuzzTest {
  private static final int BLOCKS = 150;
  private final BlockCodec codec = new BlockCodec();

  @Test
  void whatIsEncodedComesBack() {
    for (long seed = 1; seed <= BLOCKS; seed++) {
      var random = new Random(seed);
      var made = new RandomResults(seed);
      var groups = new ArrayList<BlockCodec.Group>();
      long sequence = random.nextLong(1L << 60);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        var results = new ArrayList<Result>();
        for (int j = 1 + random.nextInt(12); j > 0; j--) {
          results.add(made.anything());
        }
        sequence += 1 + random.nextInt(1_000);
        groups.add(new BlockCodec.Group(sequence, results));
      }
      check(seed, groups, random);
    }
  }

  private void check(long seed, List<BlockCodec.Group> groups, Random random) {
    BlockCodec.Encoded block = codec.encode(seed, groups);
    BlockHead head = BlockHead.decode(block.head());
    List<Result> all = groups.stream().flatMap(g -> g.results().stream()).toList();
    assertEquals(seed, head.ordinal, "seed=" + seed);
    assertEquals(groups.getLast().sequence(), head.sequence());
    int start = 0;
    for (BlockCodec.Group group : groups) {
      assertEquals(start, head.startOf(group.sequence()));
      assertEquals(start, head.upTo(group.sequence() - 1));
      start += group.results().size();
      assertEquals(start, head.upTo(group.sequence()));
    }
    var body = new BlockBody(head, block.body());
    RandomResults.assertSame(all, body.read(IntStream.range(0, all.size()).toArray()));
    int[] some = IntStream.range(0, all.size()).filter(i -> random.nextBoolean()).toArray();
    RandomResults.assertSame(IntStream.of(some).mapToObj(all::get).toList(), body.read(some));
  }

  @Test
  void aCutBlockIsCorruptAndNothingElse() {
    var made = new RandomResults(7);
    var results = List.of(made.anything(), made.anything(), made.anything());
    BlockCodec.Encoded block = codec.encode(0, List.of(new BlockCodec.Group(1, results)));
    for (int length = 0; length < block.head().length; length++) {
      byte[] cut = java.util.Arrays.copyOf(block.head(), length);
      requireCorrupt(() -> all(cut, block.body()));
    }
    for (int length = 0; length < Math.min(2_000, block.body().length); length++) {
      byte[] cut = java.util.Arrays.copyOf(block.body(), length);
      requireCorrupt(() -> all(block.head(), cut));
    }
  }

  @Test
  void aVersionThatIsNotKnownIsTold() {
    var results = List.of(new RandomResults(7).anything());
    byte[] head = codec.encode(0, List.of(new BlockCodec.Group(1, results))).head();
    head[0] = 9;
    assertEquals(
        "expected results of version 1, found version 9",
        requireCorrupt(() -> BlockHead.decode(head)).getMessage());
  }

  private static List<Result> all(byte[] head, byte[] body) {
    BlockHead decoded = BlockHead.decode(head);
    return new BlockBody(decoded, body).read(IntStream.range(0, decoded.results).toArray());
  }

  private static FerruleException requireCorrupt(
      org.junit.jupiter.api.function.Executable reading) {
    var thrown = assertThrows(FerruleException.class, reading);
    assertEquals(ErrorCode.STORE_CORRUPT, thrown.code());
    return thrown;
  }
}
