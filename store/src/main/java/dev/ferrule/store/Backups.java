package dev.ferrule.store;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.BackupEngine;
import org.rocksdb.BackupEngineOptions;
import org.rocksdb.Env;
import org.rocksdb.RestoreOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Backups of a {@link Store} in a directory, each whole and consistent. They share the files that
 * they have in common, so a further one writes what is new only; every file has a checksum, which a
 * restore verifies. Confined: one process works in a directory at a time.
 *
 * <p>Fails with {@link ErrorCode#STORE_FULL} when there is no room, {@link ErrorCode#STORE_CORRUPT}
 * when a backup is damaged, {@link ErrorCode#BACKUP_NOT_FOUND} when there is none.
 */
public final class Backups {
  static {
    RocksDB.loadLibrary();
  }

  private final Path directory;

  /**
   * A backup.
   *
   * @param number ascending, within its directory
   * @param at when it was made, in whole seconds
   * @param bytes what a restore writes
   * @param files of how many files it consists
   */
  public record Backup(int number, Instant at, long bytes, int files) {}

  public Backups(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes a backup of what was acknowledged so far, and then deletes the oldest.
   *
   * @param keep how many to keep, at least 1
   */
  public Backup create(Store store, int keep) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw StoreErrors.of("making a directory in " + directory.getParent(), e);
    }
    try (var options = options();
        var engine = BackupEngine.open(Env.getDefault(), options)) {
      engine.garbageCollect(); // what a backup left that was cut off
      engine.createNewBackup(store.db(), true);
      engine.purgeOldBackups(keep);
      return list(engine).getLast();
    } catch (RocksDBException e) {
      throw StoreErrors.of("the backup to " + directory, e);
    }
  }

  /** All backups, the oldest first. */
  public List<Backup> list() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var options = options();
        var engine = BackupEngine.open(Env.getDefault(), options)) {
      return list(engine);
    } catch (RocksDBException e) {
      throw StoreErrors.of("reading the backups in " + directory, e);
    }
  }

  private static List<Backup> list(BackupEngine engine) {
    return engine.getBackupInfo().stream()
        .map(info ->
            new Backup(
                info.backupId(),
                Instant.ofEpochSecond(info.timestamp()),
                info.size(),
                info.numberFiles()))
        .sorted(Comparator.comparingInt(Backup::number))
        .toList();
  }

  /**
   * Writes a backup into an empty directory, from where a store can be opened.
   *
   * @param number which one, or 0 for the latest
   */
  public Backup restore(int number, Path into) {
    List<Backup> all = list();
    Backup wanted =
        all.stream()
            .filter(backup -> number == 0 || backup.number() == number)
            .reduce((_, later) -> later)
            .orElseThrow(() ->
                new FerruleException(
                    ErrorCode.BACKUP_NOT_FOUND,
                    "expected a backup in %s, found %s"
                        .formatted(
                            directory, all.isEmpty() ? "none" : "none with the number " + number)));
    requireEmpty(into);
    try (var options = options();
        var engine = BackupEngine.open(Env.getDefault(), options);
        var restoring = new RestoreOptions(false)) {
      engine.restoreDbFromBackup(wanted.number(), into.toString(), into.toString(), restoring);
      return wanted;
    } catch (RocksDBException e) {
      throw StoreErrors.of("the restore from " + directory, e);
    }
  }

  private static void requireEmpty(Path into) {
    try {
      Files.createDirectories(into);
      try (Stream<Path> found = Files.list(into)) {
        if (found.findAny().isPresent()) {
          throw new FerruleException(
              ErrorCode.BACKUP_INVALID,
              "expected an empty directory to restore into, found files in %s; name another with"
                      .formatted(into)
                  + " --data");
        }
      }
    } catch (IOException e) {
      throw StoreErrors.of("making " + into, e);
    }
  }

  private BackupEngineOptions options() {
    return new BackupEngineOptions(directory.toString())
        .setShareTableFiles(true)
        .setShareFilesWithChecksum(true)
        .setSync(true);
  }
}
