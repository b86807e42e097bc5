package dev.ferrule.store;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/** Where RocksDB's native library is unpacked. */
public final class StoreNatives {
  private StoreNatives() {}

  /**
   * Unpacks and loads it in {@code directory}, in the place of a former copy, instead of leaving
   * one more in the temporary directory at each start. To be called before any {@link Store} is
   * opened.
   */
  public static void unpackTo(Path directory) {
    try {
      Files.createDirectories(directory);
      NativeLibraryLoader.getInstance().loadLibrary(directory.toAbsolutePath().toString());
    } catch (IOException e) {
      throw new FerruleException(
          ErrorCode.STORE_FAILED, "expected a writable directory, found " + directory, e);
    }
  }
}
