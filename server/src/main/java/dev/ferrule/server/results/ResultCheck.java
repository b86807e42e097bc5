package dev.ferrule.server.results;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Judges the tables of results: every block is read whole, and heads, bodies and ids fit. */
public final class ResultCheck {
  private final Store store;
  private final StoredBlocks blocks;

  public ResultCheck(Store store) {
    this.store = store;
    this.blocks = new StoredBlocks(store);
  }

  /** An entry of {@link Table#RESULT_HEADS}. */
  public void head(byte[] key, byte[] value) {
    if (isGone(key)) {
      return;
    }
    BlockHead head = BlockHead.decode(value);
    require(Arrays.equals(key, StoredBlocks.key(head.sequence())), "expected the head of its key");
    require(
        blocks.read(head, IntStream.range(0, head.results).toArray()) != null,
        "expected a body of %d bytes with the head".formatted(head.bodyBytes));
    for (int i = 0; i < head.results; i++) {
      ResultPlace place = blocks.place(head.ids()[i]);
      require(
          place != null && head.startOf(place.sequence()) >= 0,
          "expected the event to be found by its id: event=" + head.ids()[i]);
    }
  }

  /** An entry of {@link Table#RESULTS}. */
  public void body(byte[] key, byte[] value) {
    require(
        isGone(key) || store.find(Table.RESULT_HEADS, key) != null,
        "expected a head with the body, found none");
  }

  /** An entry of {@link Table#EVENT_IDS}. */
  public void id(byte[] key, byte[] value) {
    ResultPlace place = blocks.place(ByteBuffer.wrap(key).getLong());
    if (place == null) {
      return;
    }
    try (StoredBlocks.Heads heads = blocks.forward(place.sequence() - 1)) {
      BlockHead head = heads.next();
      int start = head == null ? -1 : head.startOf(place.sequence());
      require(
          head != null
              && start >= 0
              && head.ids()[start + place.index()] == ByteBuffer.wrap(key).getLong(),
          "expected the result of the event at its place, found another or none");
    }
  }

  /** An entry of {@link Table#CHECKPOINTS}. */
  public void checkpoint(byte[] key, byte[] value) {
    LogPosition.decode(value);
  }

  private boolean isGone(byte[] key) {
    return ByteBuffer.wrap(key).getLong() <= blocks.gone().sequence();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new FerruleException(ErrorCode.STORE_CORRUPT, otherwise);
    }
  }
}
