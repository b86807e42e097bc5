package dev.ferrule.server.doctor;

import dev.ferrule.server.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Judges a machine by its facts. Stateless. */
public final class Doctor {
  private static final int NEEDED_JAVA = 25;
  private static final long MEBI = 1L << 20;
  private static final long GIBI = 1L << 30;

  /** The model, RocksDB's caches and buffers, stacks and the JVM's own. */
  private static final long BESIDES_HEAP_BYTES = 512 * MEBI;

  private static final long FILES_WRONG = 4_096;
  private static final long FILES_BETTER = 65_536;
  private static final double FSYNC_SLOW_MILLIS = 20;
  private static final Duration CERTIFICATE_SOON = Duration.ofDays(14);
  private static final int SWAPPINESS = 10;

  private final Settings settings;
  private final Facts facts;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(Settings settings, Facts facts) {
    this.settings = settings;
    this.facts = facts;
  }

  /** What there is to say, in a fixed order. */
  public static List<Finding> examine(Settings settings, Facts facts, Instant now) {
    var doctor = new Doctor(settings, facts);
    doctor.processor();
    doctor.memory();
    doctor.files();
    doctor.disk();
    doctor.system();
    doctor.network(now);
    doctor.parts();
    return List.copyOf(doctor.findings);
  }

  private void processor() {
    add(
        facts.javaVersion() >= NEEDED_JAVA
            ? Finding.fine("java", "Java " + facts.javaVersion())
            : Finding.wrong(
                "java", "Java 25 or later", "Java " + facts.javaVersion(), "install a JDK 25"));
    if (facts.cpuFlags().isEmpty() || facts.cpuFlags().contains("asimd")) {
      add(Finding.fine("processor", facts.cpuFlags().isEmpty() ? "unknown" : "asimd"));
    } else if (!facts.cpuFlags().contains("avx2")) {
      add(
          Finding.better(
              "processor",
              "AVX2",
              "none",
              "models and vectors run several times slower here; take another machine type"));
    } else if (facts.cpuFlags().stream().noneMatch(flag -> flag.contains("vnni"))) {
      add(
          Finding.better(
              "processor", "AVX2 with VNNI", "AVX2", "the model runs about twice as fast with it"));
    } else {
      add(Finding.fine("processor", "AVX2 with VNNI"));
    }
    int workers = settings.integer("embedding.workers");
    add(
        workers <= facts.cores()
            ? Finding.fine("cores", Integer.toString(facts.cores()))
            : Finding.better(
                "cores",
                "at least embedding.workers=" + workers,
                Integer.toString(facts.cores()),
                "set embedding.workers to 0, which means one per core"));
  }

  private void memory() {
    long needed = facts.heapBytes() + BESIDES_HEAP_BYTES;
    String found = size(facts.memoryBytes());
    if (facts.memoryBytes() == 0) {
      add(Finding.fine("memory", "unknown"));
    } else if (facts.memoryBytes() < needed) {
      add(
          Finding.wrong(
              "memory",
              "at least %s: a heap of %s and the rest"
                  .formatted(size(needed), size(facts.heapBytes())),
              found,
              "lower FERRULE_HEAP, or take more memory"));
    } else if (facts.memoryBytes() < needed + GIBI) {
      add(
          Finding.better(
              "memory",
              "%s, with room for the index in the page cache".formatted(size(needed + GIBI)),
              found,
              "take more memory when the index is large"));
    } else {
      add(Finding.fine("memory", found));
    }
    add(
        facts.swapUsedBytes() == 0 || (facts.swappiness() >= 0 && facts.swappiness() <= SWAPPINESS)
            ? Finding.fine("swap", size(facts.swapUsedBytes()) + " used")
            : Finding.better(
                "swap",
                "none in use",
                size(facts.swapUsedBytes()) + " used",
                "sysctl vm.swappiness=1, or swapoff -a: a heap that is swapped out stops for seconds"));
  }

  private void files() {
    String found = Long.toString(facts.openFiles());
    if (facts.openFiles() < 0) {
      add(Finding.fine("open files", "unknown"));
    } else if (facts.openFiles() < FILES_WRONG) {
      add(
          Finding.wrong(
              "open files",
              "at least %d, better %d".formatted(FILES_WRONG, FILES_BETTER),
              found,
              "ulimit -n 65536, or LimitNOFILE=65536 in the systemd unit"));
    } else if (facts.openFiles() < FILES_BETTER) {
      add(
          Finding.better(
              "open files",
              Long.toString(FILES_BETTER),
              found,
              "ulimit -n 65536, or LimitNOFILE=65536 in the systemd unit"));
    } else {
      add(Finding.fine("open files", found));
    }
  }

  private void disk() {
    long least = 2 * GIBI;
    add(
        facts.diskFreeBytes() >= least
            ? Finding.fine("disk space", size(facts.diskFreeBytes()) + " free")
            : Finding.wrong(
                "disk space",
                size(least) + " free, and events.results_bytes besides",
                size(facts.diskFreeBytes()),
                "free space, or name another data.directory"));
    if (facts.fsyncMillis() < 0) {
      add(
          Finding.wrong(
              "data directory",
              "a directory that this user can write",
              "none",
              "create data.directory and give it to the node's user"));
    } else if (facts.fsyncMillis() > FSYNC_SLOW_MILLIS) {
      add(
          Finding.better(
              "fsync",
              "%.0f ms or less".formatted(FSYNC_SLOW_MILLIS),
              millis(facts.fsyncMillis()),
              "take a local SSD: each write waits for this"));
    } else {
      add(Finding.fine("fsync", millis(facts.fsyncMillis())));
    }
    if (facts.diskKind().equals("tmpfs") || facts.diskKind().equals("ramfs")) {
      add(
          Finding.wrong(
              "file system",
              "a disk",
              facts.diskKind(),
              "name a data.directory on a disk: this is gone at the next boot"));
    } else if (facts.diskKind().startsWith("nfs") || facts.diskKind().equals("cifs")) {
      add(
          Finding.wrong(
              "file system", "a local disk", facts.diskKind(), "name a data.directory on one"));
    } else {
      add(Finding.fine("file system", facts.diskKind().isEmpty() ? "unknown" : facts.diskKind()));
    }
    if (Boolean.FALSE.equals(facts.diskExecutable())) {
      add(
          Finding.wrong(
              "native libraries",
              "a data directory that is not mounted noexec",
              "noexec",
              "mount it with exec: libraries are loaded from native/ there"));
    }
  }

  private void system() {
    Boolean synchronised = facts.clockSynchronised();
    add(
        synchronised == null || synchronised
            ? Finding.fine("clock", synchronised == null ? "unknown" : "synchronised")
            : Finding.better(
                "clock",
                "synchronised by NTP",
                "not synchronised",
                "timedatectl set-ntp true: times of events and of keys depend on it"));
    add(
        facts.hugePages().equals("always")
            ? Finding.better(
                "huge pages",
                "madvise",
                "always",
                "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled: memory grows otherwise")
            : Finding.fine(
                "huge pages", facts.hugePages().isEmpty() ? "unknown" : facts.hugePages()));
  }

  private void network(Instant now) {
    String address = settings.text("server.host") + " port " + settings.text("server.port");
    add(
        facts.portTaken()
            ? Finding.wrong(
                "port", address + " free", "another process there", "stop it, or set server.port")
            : Finding.fine("port", address + " free"));
    Instant ends = facts.certificateEnds();
    if (!facts.certificateTrouble().isEmpty()) {
      add(
          Finding.wrong(
              "certificate",
              "a PEM chain and its key in server.tls.*",
              facts.certificateTrouble(),
              "put both files in order"));
    } else if (ends != null && ends.isBefore(now)) {
      add(Finding.wrong("certificate", "one that holds", "one that ended " + ends, "renew it"));
    } else if (ends != null && ends.isBefore(now.plus(CERTIFICATE_SOON))) {
      add(
          Finding.better(
              "certificate", "two weeks or more", "one that ends " + ends, "renew it soon"));
    } else if (ends != null) {
      add(Finding.fine("certificate", "ends " + ends));
    }
    facts
        .exposedFiles()
        .forEach(file ->
            add(
                Finding.wrong(
                    "permissions",
                    "a file that others cannot read",
                    file.toString(),
                    "chmod go-rwx " + file)));
  }

  private void parts() {
    facts
        .missingModels()
        .forEach(model ->
            add(
                Finding.wrong(
                    "model",
                    "embedding.model=" + model,
                    "no such model",
                    "put it into embedding.models_directory, or name another")));
    if (!facts.pythonTrouble().isEmpty()) {
      add(
          Finding.wrong(
              "python",
              "Python 3.11 or later with the package ferrule",
              facts.pythonTrouble(),
              "pip install ferrule there, or set workers.command and functions.python"));
    }
    facts
        .unreachable()
        .forEach(server ->
            add(
                Finding.wrong(
                    "connection",
                    "a connection to " + server,
                    "none",
                    "start it, open the firewall, or correct the setting")));
  }

  private void add(Finding finding) {
    findings.add(finding);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.1f ms", value);
  }

  private static String size(long bytes) {
    return bytes >= GIBI
        ? String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIBI)
        : "%d MiB".formatted(bytes / MEBI);
  }
}
