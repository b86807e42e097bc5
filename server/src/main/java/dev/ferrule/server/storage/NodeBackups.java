package dev.ferrule.server.storage;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import dev.ferrule.store.Backups;
import dev.ferrule.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Backups of a node, by name, under the directory that its operator configured: a caller chooses a
 * name, never a path. One is made at a time. Thread-safe.
 */
public final class NodeBackups implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private final Store store;
  private final Settings settings;
  private final Semaphore one = new Semaphore(1);

  /**
   * A backup.
   *
   * @param name what its maker called the directory that it shares with others
   * @param backup which one in that directory
   */
  public record Named(String name, Backups.Backup backup) {}

  public NodeBackups(Store store, Settings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * Makes a backup of what was acknowledged so far, while the node goes on.
   *
   * @throws FerruleException {@link ErrorCode#LIMIT_REACHED} while another is being made
   */
  public Named create(String name) {
    Backups backups = named(settings, name);
    if (!one.tryAcquire()) {
      throw new FerruleException(
          ErrorCode.LIMIT_REACHED, "expected one backup at a time, found another being made");
    }
    try {
      int keep = Math.max(1, settings.integer("backup.keep"));
      // on a thread of its own, as it holds the thread in RocksDB until it is done
      var made =
          CompletableFuture.supplyAsync(
              () -> backups.create(store, keep),
              task -> Thread.ofPlatform().name("backup").start(task));
      return new Named(name, made.join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof FerruleException cause ? cause : e;
    } finally {
      one.release();
    }
  }

  /** The backups of a name, in the configured directory. */
  public static Backups named(Settings settings, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new FerruleException(
          ErrorCode.BACKUP_INVALID,
          "expected a name of 1 to 64 of a-z, 0-9, _ and -, beginning with a letter or digit, "
              + "found another");
    }
    return new Backups(directory(settings).resolve(name));
  }

  private static Path directory(Settings settings) {
    String directory = settings.text("backup.directory");
    if (directory.isEmpty()) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected the setting backup.directory to say where backups go, found none; set it and "
              + "restart");
    }
    return Path.of(directory).toAbsolutePath();
  }

  /** All backups, by name, the oldest of each first; none while no directory is configured. */
  public static List<Named> list(Settings settings) {
    if (settings.text("backup.directory").isEmpty() || !Files.isDirectory(directory(settings))) {
      return List.of();
    }
    var found = new ArrayList<Named>();
    try (Stream<Path> below = Files.list(directory(settings))) {
      List<String> names =
          below
              .filter(Files::isDirectory)
              .map(path -> String.valueOf(path.getFileName()))
              .filter(name -> NAME.matcher(name).matches())
              .sorted()
              .toList();
      for (String name : names) {
        named(settings, name).list().forEach(backup -> found.add(new Named(name, backup)));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #list(Settings)}; waits for one that is being made. */
  public List<Named> list() {
    one.acquireUninterruptibly();
    try {
      return list(settings);
    } finally {
      one.release();
    }
  }

  /** Waits for a backup that is being made: the store must stay open for it. */
  @Override
  public void close() {
    one.acquireUninterruptibly();
  }
}
