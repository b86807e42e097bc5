package dev.ferrule.server.doctor;

import dev.ferrule.model.FerruleException;
import dev.ferrule.server.collections.Models;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.tls.NodeCertificate;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the facts of the machine that it runs on. What a system does not tell stays unknown. Writes
 * a small file into the data directory, or beside it, and deletes it. Stateless.
 */
public final class FactsReader {
  private static final int SYNCS = 21;
  private static final int SYNCED_BYTES = 4_096;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int PROGRAM_SECONDS = 15;

  private FactsReader() {}

  public static Facts read(Settings settings) {
    Path data = existing(settings.data());
    var certificate = certificate(settings);
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    String mount = mount(data);
    return new Facts(
        Runtime.version().feature(),
        cpuFlags(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        Runtime.getRuntime().maxMemory(),
        system instanceof com.sun.management.UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : -1,
        data.toFile().getUsableSpace(),
        fileSystem(data),
        mount.isEmpty() ? null : !Arrays.asList(mount.split(",")).contains("noexec"),
        fsyncMillis(data),
        clock(),
        chosen(text(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"))),
        system.getTotalSwapSpaceSize() - system.getFreeSwapSpaceSize(),
        number(text(Path.of("/proc/sys/vm/swappiness"))),
        portTaken(settings),
        certificate.ends(),
        certificate.trouble(),
        exposed(settings),
        missingModels(settings),
        pythonTrouble(settings),
        unreachable(settings));
  }

  private static Path existing(Path path) {
    Path at = path.toAbsolutePath();
    while (!Files.isDirectory(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException | RuntimeException e) {
      return ""; // not on this system
    }
  }

  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }

  /** The word in brackets. */
  private static String chosen(String text) {
    int start = text.indexOf('[');
    int end = text.indexOf(']');
    return start < 0 || end < start ? "" : text.substring(start + 1, end);
  }

  private static Set<String> cpuFlags() {
    return text(Path.of("/proc/cpuinfo"))
        .lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .findFirst()
        .map(line -> Set.of(line.substring(line.indexOf(':') + 1).strip().split(" +")))
        .orElse(Set.of());
  }

  private static String fileSystem(Path data) {
    try {
      return Files.getFileStore(data).type();
    } catch (IOException e) {
      return "";
    }
  }

  /** The options of the mount that holds a path, or nothing. */
  private static String mount(Path data) {
    String options = "";
    int longest = -1;
    for (String line : text(Path.of("/proc/mounts")).lines().toList()) {
      String[] words = line.split(" ");
      if (words.length > 3 && data.startsWith(words[1]) && words[1].length() > longest) {
        longest = words[1].length();
        options = words[3];
      }
    }
    return options;
  }

  private static double fsyncMillis(Path data) {
    Path file = data.resolve(".ferrule-doctor-" + ProcessHandle.current().pid());
    var nanos = new long[SYNCS];
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      for (int i = 0; i < SYNCS; i++) {
        long started = System.nanoTime();
        int written = channel.write(ByteBuffer.allocate(SYNCED_BYTES));
        channel.force(true);
        nanos[i] = written == 0 ? Long.MAX_VALUE : System.nanoTime() - started;
      }
    } catch (IOException e) {
      return -1;
    }
    Arrays.sort(nanos);
    return nanos[SYNCS / 2] / 1e6;
  }

  private static @Nullable Boolean clock() {
    String answer = run(List.of("timedatectl", "show", "--property=NTPSynchronized", "--value"));
    return switch (answer.strip()) {
      case "yes" -> true;
      case "no" -> false;
      default -> null;
    };
  }

  private static boolean portTaken(Settings settings) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          new InetSocketAddress(
              InetAddress.getByName(settings.text("server.host")),
              settings.integer("server.port")));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private record Certificate(@Nullable Instant ends, String trouble) {}

  private static Certificate certificate(Settings settings) {
    try {
      return new Certificate(NodeCertificate.findEnd(settings), "");
    } catch (FerruleException e) {
      return new Certificate(null, "" + e.getMessage());
    }
  }

  private static List<Path> exposed(Settings settings) {
    var exposed = new ArrayList<Path>();
    for (String key : List.of("server.tls.key", "kafka.properties_file")) {
      String name = settings.text(key);
      try {
        if (!name.isEmpty()
            && Files.getPosixFilePermissions(Path.of(name))
                .contains(PosixFilePermission.OTHERS_READ)) {
          exposed.add(Path.of(name));
        }
      } catch (IOException | UnsupportedOperationException e) {
        // another finding says that it is not there
      }
    }
    return exposed;
  }

  private static List<String> missingModels(Settings settings) {
    String name = settings.text("embedding.model");
    try (var models = new Models(settings)) {
      return models.get(name).model() == null ? List.of(name) : List.of();
    } catch (FerruleException e) {
      return List.of(name);
    }
  }

  private static String pythonTrouble(Settings settings) {
    if (settings.isOn("functions.in_process")) {
      String found =
          run(
              List.of(
                  settings.text("functions.python"),
                  "-c",
                  "import sys, ferrule; print(sys.version_info >= (3, 11))"));
      if (!found.strip().equals("True")) {
        return "functions.python=%s is none".formatted(settings.text("functions.python"));
      }
    }
    if (settings.integer("workers.count") > 0) {
      var command = new ArrayList<>(List.of(settings.text("workers.command").split(" +")));
      command.add("--help");
      if (run(command).isEmpty()) {
        return "workers.command does not run";
      }
    }
    return "";
  }

  /** What a program writes; nothing when there is none, it fails or takes too long. */
  private static String run(List<String> command) {
    try {
      Path out = Files.createTempFile("ferrule-doctor", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return "";
        }
        return process.exitValue() == 0 ? Files.readString(out, StandardCharsets.UTF_8) : "";
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static List<String> unreachable(Settings settings) {
    var servers = new ArrayList<String>();
    for (String key : List.of("etcd.endpoints", "kafka.bootstrap_servers")) {
      for (String server : settings.text(key).split(",")) {
        String address = server.strip().replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", "");
        if (!address.isEmpty() && !takesConnections(address)) {
          servers.add(address);
        }
      }
    }
    return servers;
  }

  private static boolean takesConnections(String address) {
    int colon = address.lastIndexOf(':');
    int port = colon < 0 ? -1 : number(address.substring(colon + 1));
    if (port <= 0 || port > 65_535) {
      return false;
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.substring(0, colon), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
