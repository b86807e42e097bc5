package dev.ferrule.server.doctor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Facts with one of them changed. */
record FactsWith(Facts facts) {
  Facts javaVersion(int javaVersion) {
    return new Facts(
        javaVersion,
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts cpuFlags(Set<String> cpuFlags) {
    return new Facts(
        facts.javaVersion(),
        cpuFlags,
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts memoryBytes(long memoryBytes) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        memoryBytes,
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts openFiles(long openFiles) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        openFiles,
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts diskFreeBytes(long diskFreeBytes) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        diskFreeBytes,
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts diskKind(String diskKind) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        diskKind,
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts diskExecutable(Boolean diskExecutable) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        diskExecutable,
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts fsyncMillis(double fsyncMillis) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        fsyncMillis,
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts clockSynchronised(Boolean clockSynchronised) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        clockSynchronised,
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts hugePages(String hugePages) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        hugePages,
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts swapUsedBytes(long swapUsedBytes) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        swapUsedBytes,
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts portTaken(boolean portTaken) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        portTaken,
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts certificateEnds(Instant certificateEnds) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        certificateEnds,
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts certificateTrouble(String certificateTrouble) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        certificateTrouble,
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts exposedFiles(List<Path> exposedFiles) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        exposedFiles,
        facts.missingModels(),
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts missingModels(List<String> missingModels) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        missingModels,
        facts.pythonTrouble(),
        facts.unreachable());
  }

  Facts pythonTrouble(String pythonTrouble) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        pythonTrouble,
        facts.unreachable());
  }

  Facts unreachable(List<String> unreachable) {
    return new Facts(
        facts.javaVersion(),
        facts.cpuFlags(),
        facts.cores(),
        facts.memoryBytes(),
        facts.heapBytes(),
        facts.openFiles(),
        facts.diskFreeBytes(),
        facts.diskKind(),
        facts.diskExecutable(),
        facts.fsyncMillis(),
        facts.clockSynchronised(),
        facts.hugePages(),
        facts.swapUsedBytes(),
        facts.swappiness(),
        facts.portTaken(),
        facts.certificateEnds(),
        facts.certificateTrouble(),
        facts.exposedFiles(),
        facts.missingModels(),
        facts.pythonTrouble(),
        unreachable);
  }
}
