package dev.ferrule.server.doctor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A machine on which all is well until a test changes something. */
final class Machine {
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  static final long GIBI = 1L << 30;

  int javaVersion = 25;
  Set<String> cpuFlags = Set.of("avx2", "avx512_vnni");
  long memoryBytes = 16 * GIBI;
  long openFiles = 65_536;
  long diskFreeBytes = 100 * GIBI;
  String diskKind = "ext4";
  boolean diskExecutable = true;
  double fsyncMillis = 0.4;
  boolean clockSynchronised = true;
  String hugePages = "madvise";
  long swapUsedBytes;
  boolean portTaken;
  Instant certificateEnds = NOW.plusSeconds(90 * 86_400);
  String certificateTrouble = "";
  List<Path> exposedFiles = List.of();
  List<String> missingModels = List.of();
  String pythonTrouble = "";
  List<String> unreachable = List.of();

  Facts facts() {
    return new Facts(
        javaVersion,
        cpuFlags,
        4,
        memoryBytes,
        GIBI,
        openFiles,
        diskFreeBytes,
        diskKind,
        diskExecutable,
        fsyncMillis,
        clockSynchronised,
        hugePages,
        swapUsedBytes,
        60,
        portTaken,
        certificateEnds,
        certificateTrouble,
        exposedFiles,
        missingModels,
        pythonTrouble,
        unreachable);
  }
}
