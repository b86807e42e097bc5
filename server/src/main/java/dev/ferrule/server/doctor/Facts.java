package dev.ferrule.server.doctor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is like, as far as a node is concerned. Immutable.
 *
 * @param javaVersion the feature release, as 25
 * @param cpuFlags as Linux names them; empty when unknown
 * @param cores processors that this process may use
 * @param memoryBytes of the machine, or of the group that bounds the process; 0 when unknown
 * @param heapBytes the most that a node's heap takes
 * @param openFiles how many the process may open; -1 when unknown
 * @param diskFreeBytes where the data directory is, or will be
 * @param diskKind its file system, as {@code ext4}
 * @param diskExecutable whether libraries can be loaded from there; null when unknown
 * @param fsyncMillis the median of some small synced writes there; -1 when it cannot be written
 * @param clockSynchronised whether the system keeps its clock right; null when unknown
 * @param hugePages the setting of transparent huge pages; empty when unknown
 * @param swapUsedBytes swapped out now
 * @param swappiness how eager the system swaps; -1 when unknown
 * @param portTaken whether another process listens where the node would
 * @param certificateEnds when the certificate ends; null without TLS
 * @param certificateTrouble what is wrong with the files of TLS; empty when nothing
 * @param exposedFiles files with secrets that others may read
 * @param missingModels models that the settings name and that are not there
 * @param pythonTrouble what is wrong with the Python that the settings name; empty when nothing
 * @param unreachable servers that the settings name and that take no connection
 */
public record Facts(
    int javaVersion,
    Set<String> cpuFlags,
    int cores,
    long memoryBytes,
    long heapBytes,
    long openFiles,
    long diskFreeBytes,
    String diskKind,
    @Nullable Boolean diskExecutable,
    double fsyncMillis,
    @Nullable Boolean clockSynchronised,
    String hugePages,
    long swapUsedBytes,
    int swappiness,
    boolean portTaken,
    @Nullable Instant certificateEnds,
    String certificateTrouble,
    List<Path> exposedFiles,
    List<String> missingModels,
    String pythonTrouble,
    List<String> unreachable) {
  public Facts {
    cpuFlags = Set.copyOf(cpuFlags);
    exposedFiles = List.copyOf(exposedFiles);
    missingModels = List.copyOf(missingModels);
    unreachable = List.copyOf(unreachable);
  }
}
