package dev.ferrule.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.server.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final long GIBI = 1L << 30;

  /** A machine on which all is well. */
  private static final Facts WELL =
      new Facts(
          25,
          Set.of("avx2", "avx512_vnni"),
          4,
          16 * GIBI,
          GIBI,
          65_536,
          100 * GIBI,
          "ext4",
          true,
          0.4,
          true,
          "madvise",
          0,
          60,
          false,
          NOW.plusSeconds(90 * 86_400),
          "",
          List.of(),
          List.of(),
          "",
          List.of());

  private static List<Finding> notFine(Facts facts) {
    return Doctor.examine(Settings.defaults(), facts, NOW).stream()
        .filter(finding -> finding.level() != Finding.Level.FINE)
        .toList();
  }

  private static void requireOne(Facts facts, String name, Finding.Level level) {
    List<Finding> found = notFine(facts);
    assertEquals(1, found.size(), found::toString);
    assertEquals(name, found.getFirst().name());
    assertEquals(level, found.getFirst().level(), found::toString);
    assertFalse(found.getFirst().expected().isEmpty());
    assertFalse(found.getFirst().found().isEmpty());
    assertFalse(found.getFirst().act().isEmpty());
  }

  @Test
  void nothingIsSaidOfAMachineOnWhichAllIsWell() {
    assertEquals(List.of(), notFine(WELL));
  }

  @Test
  void eachFactThatIsWrongIsOneFinding() {
    var better = Finding.Level.BETTER;
    var wrong = Finding.Level.WRONG;
    requireOne(new FactsWith(WELL).javaVersion(24), "java", wrong);
    requireOne(new FactsWith(WELL).cpuFlags(Set.of("sse2")), "processor", better);
    requireOne(new FactsWith(WELL).cpuFlags(Set.of("avx2")), "processor", better);
    requireOne(new FactsWith(WELL).memoryBytes(GIBI), "memory", wrong);
    requireOne(new FactsWith(WELL).memoryBytes(2 * GIBI), "memory", better);
    requireOne(new FactsWith(WELL).openFiles(1_024), "open files", wrong);
    requireOne(new FactsWith(WELL).openFiles(8_192), "open files", better);
    requireOne(new FactsWith(WELL).diskFreeBytes(GIBI), "disk space", wrong);
    requireOne(new FactsWith(WELL).diskKind("tmpfs"), "file system", wrong);
    requireOne(new FactsWith(WELL).diskKind("nfs4"), "file system", wrong);
    requireOne(new FactsWith(WELL).diskExecutable(false), "native libraries", wrong);
    requireOne(new FactsWith(WELL).fsyncMillis(-1), "data directory", wrong);
    requireOne(new FactsWith(WELL).fsyncMillis(80), "fsync", better);
    requireOne(new FactsWith(WELL).clockSynchronised(false), "clock", better);
    requireOne(new FactsWith(WELL).hugePages("always"), "huge pages", better);
    requireOne(new FactsWith(WELL).swapUsedBytes(GIBI), "swap", better);
    requireOne(new FactsWith(WELL).portTaken(true), "port", wrong);
    requireOne(new FactsWith(WELL).certificateEnds(NOW.minusSeconds(1)), "certificate", wrong);
    requireOne(new FactsWith(WELL).certificateEnds(NOW.plusSeconds(86_400)), "certificate", better);
    requireOne(new FactsWith(WELL).certificateTrouble("expected PEM"), "certificate", wrong);
    requireOne(new FactsWith(WELL).exposedFiles(List.of(Path.of("key.pem"))), "permissions", wrong);
    requireOne(new FactsWith(WELL).missingModels(List.of("m")), "model", wrong);
    requireOne(new FactsWith(WELL).pythonTrouble("no Python"), "python", wrong);
    requireOne(new FactsWith(WELL).unreachable(List.of("host:2379")), "connection", wrong);
  }

  @Test
  void settingsThatAskForMoreThanThereIsAreFound() {
    Settings settings = Settings.read(null, Map.of(), Map.of("embedding.workers", "9"));
    assertTrue(
        Doctor.examine(settings, WELL, NOW).stream()
            .anyMatch(each -> each.name().equals("cores") && each.level() == Finding.Level.BETTER));
  }

  @Test
  void theFactsOfThisMachineAreRead(@TempDir Path directory) throws IOException {
    Path key = Files.writeString(directory.resolve("key.pem"), "no key");
    Files.setPosixFilePermissions(
        key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings =
          Settings.read(
              null,
              Map.of(),
              Map.of(
                  "data.directory", directory.resolve("data").toString(),
                  "server.port", Integer.toString(taken.getLocalPort()),
                  "server.tls.certificate", key.toString(),
                  "server.tls.key", key.toString(),
                  "embedding.model", "no-such-model",
                  "workers.count", "1",
                  "workers.command", directory.resolve("none").toString(),
                  "etcd.endpoints", "http://127.0.0.1:1"));
      Facts facts = FactsReader.read(settings);
      assertEquals(Runtime.version().feature(), facts.javaVersion());
      assertTrue(facts.cores() > 0 && facts.memoryBytes() > 0 && facts.openFiles() > 0);
      assertTrue(facts.fsyncMillis() > 0 && facts.diskFreeBytes() > 0);
      assertTrue(facts.portTaken());
      assertEquals("expected PEM certificates, found otherwise", facts.certificateTrouble());
      assertEquals(List.of(key), facts.exposedFiles());
      assertEquals(List.of("no-such-model"), facts.missingModels());
      assertEquals("workers.command does not run", facts.pythonTrouble());
      assertEquals(List.of("127.0.0.1:1"), facts.unreachable());
      try (Stream<Path> left = Files.list(directory)) {
        assertEquals(List.of(key), left.toList(), "it leaves nothing behind");
      }
    }
  }
}
