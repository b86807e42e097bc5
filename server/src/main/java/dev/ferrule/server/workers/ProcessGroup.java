package dev.ferrule.server.workers;

import dev.ferrule.server.releases.FunctionNeeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes of one set of sources. Thread-safe. */
final class ProcessGroup implements AutoCloseable {
  private static final int TRIES = 2;

  private final FunctionNeeds needs;
  private final ProcessSettings settings;
  private final List<WorkerProcess> processes = new ArrayList<>();

  /** Starts them. */
  ProcessGroup(FunctionNeeds needs, ProcessSettings settings, WorkerPool pool, String target) {
    this.needs = needs;
    this.settings = settings;
    Path home = settings.write(needs.hash(), needs.sources());
    for (int i = 1; i <= settings.count(); i++) {
      var process =
          new WorkerProcess(
              needs.hash().substring(0, 8) + "-" + i, needs, settings, home, pool, target);
      processes.add(process);
      process.start();
    }
  }

  String hash() {
    return needs.hash();
  }

  List<WorkerProcess> processes() {
    return List.copyOf(processes);
  }

  @Nullable Seat claim(String token) {
    return processes.stream().filter(each -> each.claim(token)).findFirst().orElse(null);
  }

  boolean hasJoined() {
    return processes.stream().anyMatch(WorkerProcess::hasJoined);
  }

  /** Whether each process ended more than once without ever joining. */
  boolean isHopeless() {
    return processes.stream().allMatch(process -> process.failedStarts() >= TRIES);
  }

  /** What the process that failed last said last. */
  String lastWords() {
    return processes.getFirst().lastWords();
  }

  void checkMemory() {
    processes.forEach(WorkerProcess::checkMemory);
  }

  /** Lets the processes finish, ends them, and deletes their files. Waits. */
  @Override
  public void close() {
    processes.forEach(WorkerProcess::stop);
    processes.forEach(WorkerProcess::awaitEnd);
    settings.delete(needs.hash());
  }
}
