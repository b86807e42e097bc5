package dev.ferrule.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of a store that are cut, flipped or gone: refused by name, or nothing is missing. */
@Timeout(120)
class DamageCrashTest {
  private static final int ENTRIES = 60;

  @TempDir private Path directory;

  private static byte[] key(int i) {
    return "key%04d".formatted(i).getBytes(UTF_8);
  }

  private static byte[] value(int i) {
    var value = new byte[3_000];
    new Random(i).nextBytes(value);
    return value;
  }

  private static void fill(Store store, int from, int to) {
    for (int i = from; i < to; i++) {
      int number = i;
      store.commitAndWait(writer -> {
        writer.put(Table.TEXTS, key(number), value(number));
        return writer.nextSequence();
      });
    }
  }

  private static void requireAll(Store store, int entries) {
    for (int i = 0; i < entries; i++) {
      assertArrayEquals(value(i), store.find(Table.TEXTS, key(i)), "entry " + i);
    }
  }

  private Store open(Path from) {
    return Store.open(from, StoreSettings.DEFAULT);
  }

  /** A store whose entries are in the log alone. */
  private Path inTheLog() {
    Path store = directory.resolve("logged");
    try (Store opened = open(store)) {
      fill(opened, 0, ENTRIES);
    }
    return store;
  }

  /** A store whose entries are in tables: opening it again flushes the log. */
  private Path inTables() {
    Path store = inTheLog();
    open(store).close();
    return store;
  }

  private Path only(Path store, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }

  private static void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 0x10;
    Files.write(file, bytes);
  }

  private String refusal(Path store) {
    var refused = assertThrows(FerruleException.class, () -> open(store).close());
    assertEquals(ErrorCode.STORE_CORRUPT, refused.code(), refused.getMessage());
    return String.valueOf(refused.getMessage());
  }

  @Test
  void aFlippedBitBeforeTheEndOfTheLogIsRefusedByName() throws IOException {
    Path store = inTheLog();
    Path log = only(store, ".log");
    for (long at : List.of(2L, 5L, 6L, 9L, 3_100L, 40_000L, 32_768L + 5, 100_000L)) {
      flip(log, at);
      assertTrue(refusal(store).contains(log.toString()), "at " + at);
      flip(log, at);
    }
    try (Store opened = open(store)) {
      requireAll(opened, ENTRIES);
    }
  }

  @Test
  void aLogThatEndsInTheMiddleOfAWriteHasAllBeforeIt() throws IOException {
    Path store = inTheLog();
    Path log = only(store, ".log");
    byte[] bytes = Files.readAllBytes(log);
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    Files.write(log, Arrays.copyOf(bytes, end - 1_500));
    try (Store opened = open(store)) {
      requireAll(opened, ENTRIES - 1);
      assertNull(opened.find(Table.TEXTS, key(ENTRIES - 1)));
      fill(opened, ENTRIES - 1, ENTRIES + 20);
    }
    try (Store opened = open(store)) {
      requireAll(opened, ENTRIES + 20);
    }
  }

  @Test
  void everyOpeningAfterACrashFindsSoundLogs() throws IOException {
    Path store = directory.resolve("many");
    for (int round = 0; round < 6; round++) { // logs are used again from the second on
      try (Store opened = Store.open(store, new StoreSettings(1 << 20, 64 << 10, 128 << 10))) {
        requireAll(opened, round * ENTRIES);
        fill(opened, round * ENTRIES, (round + 1) * ENTRIES);
        assertEquals(List.of(), WriteAheadLogs.damaged(store));
      }
    }
  }

  @Test
  void aDamagedTableIsNamedAndNeverReadAsIfItWereSound() throws IOException {
    Path store = inTables();
    Path table = only(store, ".sst");
    for (long at = 100; at < Files.size(table); at += Files.size(table) / 7) {
      flip(table, at);
      int wrong = 0;
      try (Store opened = open(store)) {
        assertEquals(
            List.of(String.valueOf(table)),
            opened.damagedFiles().stream().map(Store.DamagedFile::file).toList());
        for (int i = 0; i < ENTRIES; i++) {
          try {
            assertArrayEquals(value(i), opened.find(Table.TEXTS, key(i)));
          } catch (FerruleException e) {
            assertEquals(ErrorCode.STORE_CORRUPT, e.code());
            wrong++;
          }
        }
      } catch (FerruleException e) {
        assertEquals(ErrorCode.STORE_CORRUPT, e.code(), e.getMessage());
        wrong++;
      }
      assertTrue(wrong > 0 || at > Files.size(table) - 2_000, "nothing was wrong: at=" + at);
      flip(table, at);
    }
    try (Store opened = open(store)) {
      requireAll(opened, ENTRIES);
      assertEquals(List.of(), opened.damagedFiles());
    }
  }

  @Test
  void aTableThatIsCutOrGoneIsRefused() throws IOException {
    Path store = inTables();
    Path table = only(store, ".sst");
    byte[] whole = Files.readAllBytes(table);
    Files.write(table, Arrays.copyOf(whole, whole.length / 2));
    refusal(store);
    Files.delete(table);
    refusal(store);
    Files.write(table, whole);
    try (Store opened = open(store)) {
      requireAll(opened, ENTRIES);
    }
  }

  @Test
  void aDamagedManifestIsRefused() throws IOException {
    Path store = inTables();
    Path manifest;
    try (Stream<Path> files = Files.list(store)) {
      manifest =
          files
              .filter(f -> String.valueOf(f.getFileName()).startsWith("MANIFEST-"))
              .findFirst()
              .orElseThrow();
    }
    byte[] whole = Files.readAllBytes(manifest);
    for (int at = 10; at < whole.length; at += whole.length / 9) {
      flip(manifest, at);
      refusal(store);
      Files.write(manifest, whole);
    }
  }

  @Test
  void aStoreThatLostItsFirstFileIsNotTakenForANewOne() throws IOException {
    Path store = inTables();
    byte[] current = Files.readAllBytes(store.resolve("CURRENT"));
    Files.delete(store.resolve("CURRENT"));
    assertTrue(refusal(store).contains("CURRENT"));
    Files.write(store.resolve("CURRENT"), current);
    try (Store opened = open(store)) {
      requireAll(opened, ENTRIES);
    }
  }

  @Test
  void aSecondOpeningNamesTheProcessThatHasIt() {
    Path store = directory.resolve("locked");
    try (Store _ = open(store)) {
      var refused = assertThrows(FerruleException.class, () -> open(store));
      assertEquals(ErrorCode.STORE_LOCKED, refused.code());
      if (Files.isReadable(Path.of("/proc/locks"))) {
        String pid = "by the process " + ProcessHandle.current().pid();
        assertTrue(String.valueOf(refused.getMessage()).contains(pid), refused.getMessage());
      }
    }
  }
}
