package dev.ferrule.server.results;

import com.github.luben.zstd.Zstd;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the results of a block out of its head and its body; {@link BlockCodec} has the format.
 * Confined. Damage is {@link dev.ferrule.model.ErrorCode#STORE_CORRUPT}.
 */
final class BlockBody {
  private static final int MOST_FRAME_BYTES = 1 << 30;

  private final BlockHead head;
  private final byte[] body;

  BlockBody(BlockHead head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  /** The results at places in the block, which are in order. */
  List<Result> read(int[] wanted) {
    return BlockHead.whole(body.length, () -> frames(wanted));
  }

  private List<Result> frames(int[] wanted) {
    var in = new ByteReader(body);
    in.readByte(); // the version, as the head has it
    int frames = in.readCountOfParts();
    int[][] sizes = new int[frames][3];
    for (int[] size : sizes) {
      for (int i = 0; i < 3; i++) {
        size[i] = in.readCount();
      }
    }
    var columns = new Columns(head);
    var results = new ArrayList<Result>(wanted.length);
    int first = 0;
    int at = in.at();
    for (int[] size : sizes) {
      int next = results.size();
      if (next < wanted.length && wanted[next] < first + size[0]) {
        frame(columns, at, size, first, wanted, results);
      }
      first += size[0];
      at += size[2];
    }
    if (results.size() != wanted.length) {
      throw new IndexOutOfBoundsException(results.size());
    }
    return results;
  }

  private void frame(
      Columns columns, int at, int[] size, int first, int[] wanted, List<Result> results) {
    if (size[1] > MOST_FRAME_BYTES || at + size[2] > body.length) {
      throw new IndexOutOfBoundsException(size[1]);
    }
    byte[] raw = new byte[size[1]];
    long length = Zstd.decompressByteArray(raw, 0, raw.length, body, at, size[2]);
    if (length != raw.length) { // an error is a length too, far greater
      throw new IndexOutOfBoundsException(size[1]);
    }
    var in = new ByteReader(raw);
    for (int i = first; i < first + size[0] && results.size() < wanted.length; i++) {
      if (i == wanted[results.size()]) {
        results.add(columns.result(i, in));
      } else {
        for (int part = 0; part < 4; part++) {
          in.skipped();
        }
      }
    }
  }

  /** The columns of the head, all of them. */
  private static final class Columns {
    private final BlockHead head;
    private final long[] ids;
    private final long[] received;

    Columns(BlockHead head) {
      this.head = head;
      this.ids = head.ids();
      this.received = head.received();
    }

    Result result(int i, ByteReader in) {
      return new Result(
          ids[i],
          received[i],
          in.readText(),
          head.names[head.actions()[i]],
          head.names[head.releases()[i]],
          head.namesOf(head.rules()[i]),
          head.namesOf(head.verdicts()[i]),
          entities(head.entities().get(i)),
          head.errors()[i],
          in.readBytes(),
          in.readBytes(),
          in.readBytes());
    }

    private List<String> entities(int[] numbers) {
      var found = new ArrayList<String>(numbers.length);
      for (int number : numbers) {
        found.add(head.entityNames()[number]);
      }
      return found;
    }
  }
}
