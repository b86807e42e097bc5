package dev.ferrule.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.testkit.SmallDisk;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk without room, or read-only: named, nothing acknowledged is lost, and it goes on after. */
@Timeout(120)
class FullDiskCrashTest {
  private SmallDisk disk;
  private int written;

  @BeforeEach
  void mount() throws IOException {
    var mounted = SmallDisk.mount(48);
    Assumptions.assumeTrue(mounted.isPresent(), "only root may mount a small disk");
    disk = mounted.orElseThrow();
  }

  @AfterEach
  void unmount() throws IOException {
    if (disk != null) {
      disk.close();
    }
  }

  private Store open() {
    return Store.open(disk.directory().resolve("store"), StoreSettings.DEFAULT);
  }

  private void write(Store store) {
    var value = new byte[20_000];
    new Random(written).nextBytes(value);
    store.commitAndWait(writer -> {
      writer.put(Table.TEXTS, ("key" + written).getBytes(UTF_8), value);
      return writer.nextSequence();
    });
    written++;
  }

  private FerruleException writeUntilRefused(Store store) {
    for (int i = 0; i < 10_000; i++) {
      try {
        write(store);
      } catch (FerruleException e) {
        return e;
      }
    }
    throw new AssertionError("nothing was refused");
  }

  private void requireAll(Store store) {
    for (int i = 0; i < written; i++) {
      assertNotNull(store.find(Table.TEXTS, ("key" + i).getBytes(UTF_8)), "lost " + i);
    }
  }

  @Test
  void aFullDiskIsSaidAndWritesGoOnWhenThereIsRoomAgain() throws Exception {
    try (Store store = open()) {
      write(store);
      disk.fill(400_000);
      var refused = writeUntilRefused(store);
      assertEquals(ErrorCode.STORE_FULL, refused.code(), refused.getMessage());
      requireAll(store);
      assertEquals(
          ErrorCode.STORE_FULL, assertThrows(FerruleException.class, () -> write(store)).code());
      disk.free();
      long deadline = System.nanoTime() + 60_000_000_000L;
      int before = written;
      while (written == before) {
        try {
          write(store);
        } catch (FerruleException e) {
          assertTrue(System.nanoTime() < deadline, "no write since there is room: " + e);
          Thread.sleep(50);
        }
      }
      requireAll(store);
    }
    try (Store store = open()) {
      requireAll(store);
    }
  }

  @Test
  void aDiskThatIsFullAtTheStartLosesNothing() throws Exception {
    try (Store store = open()) {
      for (int i = 0; i < 20; i++) {
        write(store);
      }
    }
    disk.fill(0);
    var refused = assertThrows(FerruleException.class, () -> open().close());
    assertEquals(ErrorCode.STORE_FULL, refused.code(), refused.getMessage());
    disk.free();
    try (Store store = open()) {
      requireAll(store);
    }
  }

  @Test
  void aReadOnlyDiskIsSaidAtTheStart() throws Exception {
    try (Store store = open()) {
      write(store);
    }
    assertTrue(disk.remount("ro"));
    var refused = assertThrows(FerruleException.class, () -> open().close());
    assertEquals(ErrorCode.STORE_FAILED, refused.code(), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains("expected a writable directory"));
    assertTrue(disk.remount("rw"));
    try (Store store = open()) {
      requireAll(store);
    }
  }
}
