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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  private static List<Finding> notFine(Facts facts) {
    return Doctor.examine(Settings.defaults(), facts, Machine.NOW).stream()
        .filter(finding -> finding.level() != Finding.Level.FINE)
        .toList();
  }

  private static void requireOne(Consumer<Machine> change, String name, Finding.Level level) {
    var machine = new Machine();
    change.accept(machine);
    List<Finding> found = notFine(machine.facts());
    assertEquals(1, found.size(), found::toString);
    assertEquals(name, found.getFirst().name());
    assertEquals(level, found.getFirst().level(), found::toString);
    assertFalse(found.getFirst().expected().isEmpty());
    assertFalse(found.getFirst().found().isEmpty());
    assertFalse(found.getFirst().act().isEmpty());
  }

  @Test
  void nothingIsSaidOfAMachineOnWhichAllIsWell() {
    assertEquals(List.of(), notFine(new Machine().facts()));
  }

  @Test
  void eachFactThatIsWrongIsOneFinding() {
    var better = Finding.Level.BETTER;
    var wrong = Finding.Level.WRONG;
    requireOne(machine -> machine.javaVersion = 24, "java", wrong);
    requireOne(machine -> machine.cpuFlags = Set.of("sse2"), "processor", better);
    requireOne(machine -> machine.cpuFlags = Set.of("avx2"), "processor", better);
    requireOne(machine -> machine.memoryBytes = Machine.GIBI, "memory", wrong);
    requireOne(machine -> machine.memoryBytes = 2 * Machine.GIBI, "memory", better);
    requireOne(machine -> machine.openFiles = 1_024, "open files", wrong);
    requireOne(machine -> machine.openFiles = 8_192, "open files", better);
    requireOne(machine -> machine.diskFreeBytes = Machine.GIBI, "disk space", wrong);
    requireOne(machine -> machine.diskKind = "tmpfs", "file system", wrong);
    requireOne(machine -> machine.diskKind = "nfs4", "file system", wrong);
    requireOne(machine -> machine.diskExecutable = false, "native libraries", wrong);
    requireOne(machine -> machine.fsyncMillis = -1, "data directory", wrong);
    requireOne(machine -> machine.fsyncMillis = 80, "fsync", better);
    requireOne(machine -> machine.clockSynchronised = false, "clock", better);
    requireOne(machine -> machine.hugePages = "always", "huge pages", better);
    requireOne(machine -> machine.swapUsedBytes = Machine.GIBI, "swap", better);
    requireOne(machine -> machine.portTaken = true, "port", wrong);
    requireOne(
        machine -> machine.certificateEnds = Machine.NOW.minusSeconds(1), "certificate", wrong);
    requireOne(
        machine -> machine.certificateEnds = Machine.NOW.plusSeconds(86_400),
        "certificate",
        better);
    requireOne(machine -> machine.certificateTrouble = "expected PEM", "certificate", wrong);
    requireOne(machine -> machine.exposedFiles = List.of(Path.of("key.pem")), "permissions", wrong);
    requireOne(machine -> machine.missingModels = List.of("m"), "model", wrong);
    requireOne(machine -> machine.pythonTrouble = "no Python", "python", wrong);
    requireOne(machine -> machine.unreachable = List.of("host:2379"), "connection", wrong);
  }

  @Test
  void settingsThatAskForMoreThanThereIsAreFound() {
    Settings settings = Settings.read(null, Map.of(), Map.of("embedding.workers", "9"));
    assertTrue(
        Doctor.examine(settings, new Machine().facts(), Machine.NOW).stream()
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
