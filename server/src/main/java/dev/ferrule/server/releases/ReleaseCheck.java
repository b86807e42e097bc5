package dev.ferrule.server.releases;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Judges releases: files by their hash, and whether those that run are there. */
public final class ReleaseCheck {
  private static final String COPY = "copy/";
  private static final String FILES = "files/";

  private final Store store;

  public ReleaseCheck(Store store) {
    this.store = store;
  }

  /** An entry of {@link Table#RELEASES}. */
  public void entry(byte[] key, byte[] value) {
    String name = new String(key, StandardCharsets.UTF_8);
    String copy = name.startsWith(COPY) ? COPY : "";
    String rest = name.substring(copy.length());
    if (rest.startsWith(FILES)) {
      ReleaseCodec.decode(rest.substring(FILES.length()), value);
    } else if (rest.equals("state")) {
      state(copy, value);
    } else if (rest.startsWith("list/")) {
      ReleaseJson.published(value);
    } else if (rest.startsWith("history/")) {
      ReleaseJson.entry(value);
    } else {
      throw corrupt("expected files, a list, a history or a state, found another key");
    }
  }

  private void state(String copy, byte[] value) {
    long revision = ByteBuffer.wrap(value).getLong();
    ReleaseState state =
        ReleaseJson.state(Arrays.copyOfRange(value, Long.BYTES, value.length), revision);
    Stream.of(state.live(), state.candidate())
        .filter(hash -> hash != null && !hash.isEmpty())
        .forEach(hash -> {
          byte[] files = (copy + FILES + hash).getBytes(StandardCharsets.UTF_8);
          if (store.find(Table.RELEASES, files) == null) {
            throw corrupt("expected the files of the release that runs, found none");
          }
        });
  }

  private static FerruleException corrupt(String message) {
    return new FerruleException(ErrorCode.STORE_CORRUPT, message);
  }
}
