package dev.ferrule.server.workers;

import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.server.releases.FunctionNeeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that the node keeps running: started again when it ends, at growing intervals when it
 * ends soon. Thread-safe.
 *
 * <p>Its standard input is a pipe from the node, so it sees the node's end however that comes. Of
 * the node's environment it gets all but what begins with {@code FERRULE_}.
 */
final class WorkerProcess implements Seat {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LIVED_LONG = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Path PROC = Path.of("/proc");
  private static final int PAGE_BYTES = 4_096;
  private static final int TOKEN_BYTES = 32;

  private final String name;
  private final FunctionNeeds needs;
  private final ProcessSettings settings;
  private final Path home;
  private final WorkerPool pool;
  private final String target;
  private final Thread thread;
  private final OutputLog output;
  private @Nullable Process process;
  private @Nullable WorkerLink link;
  private @Nullable String token;
  private boolean stopping;
  private boolean drained;
  private int restarts;
  private int failedStarts;
  private String refusal = "";

  WorkerProcess(
      String name,
      FunctionNeeds needs,
      ProcessSettings settings,
      Path home,
      WorkerPool pool,
      String target) {
    this.name = name;
    this.needs = needs;
    this.settings = settings;
    this.home = home;
    this.pool = pool;
    this.target = target;
    this.output = new OutputLog(name);
    this.thread = Thread.ofPlatform().daemon().name("worker-" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (true) {
      long started = System.nanoTime();
      String how = live();
      synchronized (this) {
        failedStarts = link == null ? failedStarts + 1 : 0;
        link = null;
        process = null;
        if (stopping) {
          return;
        }
        boolean quick = System.nanoTime() - started < LIVED_LONG.toNanos();
        pause =
            !quick
                ? FIRST_PAUSE
                : pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                    ? pause.multipliedBy(2)
                    : LONGEST_PAUSE;
        restarts++;
        LOG.warn("worker {} {}; it is started again in {} ms", name, how, pause.toMillis());
        try {
          wait(pause.toMillis());
        } catch (InterruptedException e) {
          return;
        }
        if (stopping) {
          return;
        }
      }
    }
  }

  /** One life of the process; says how it ended. */
  private String live() {
    Process started;
    try {
      synchronized (this) {
        if (stopping) {
          return "stops";
        }
        started = spawn();
        process = started;
        drained = false;
      }
    } catch (IOException e) {
      output.say("expected to start workers.command, found: " + e.getMessage());
      return "could not be started";
    }
    try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
      output.readAll(lines);
    } catch (IOException e) {
      LOG.debug("the output of worker {} ended", name, e);
    }
    try {
      return "ended with exit code " + started.waitFor();
    } catch (InterruptedException e) {
      started.destroyForcibly();
      return "was interrupted";
    }
  }

  private Process spawn() throws IOException {
    var random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String fresh = "fw_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    token = fresh;
    var command = new ArrayList<>(settings.command());
    needs.sources().keySet().forEach(source -> command.add("./" + source)); // no option
    var builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
    var environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("FERRULE_"));
    environment.put("FERRULE_NODE", target);
    environment.put("FERRULE_WORKER_TOKEN", fresh);
    environment.put("FERRULE_RELEASE", needs.hash());
    environment.put("PYTHONUNBUFFERED", "1");
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    return builder.start();
  }

  /** Whether this is the token of the process that runs now, and it is the first use of it. */
  synchronized boolean claim(String given) {
    String held = token;
    boolean own = held != null && MessageDigest.isEqual(bytes(given), bytes(held));
    if (own) {
      token = null;
    }
    return own;
  }

  private static byte[] bytes(String token) {
    return token.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String release() {
    return needs.hash();
  }

  @Override
  public List<WorkerFunctions.Versioned> functions() {
    return needs.sourced();
  }

  @Override
  public synchronized void refused(String why) {
    refusal = why;
  }

  @Override
  public synchronized void joined(WorkerLink made) {
    link = made;
    refusal = "";
  }

  @Override
  public synchronized void kill() {
    Process now = process;
    if (now != null) {
      now.descendants().forEach(ProcessHandle::destroyForcibly);
      now.destroyForcibly();
    }
  }

  synchronized boolean hasJoined() {
    return link != null;
  }

  synchronized int failedStarts() {
    return failedStarts;
  }

  synchronized int restarts() {
    return restarts;
  }

  /** Why it does not join, as far as it was said. */
  synchronized String lastWords() {
    return refusal.isEmpty() ? output.lastLine() : refusal;
  }

  /** Drains the process when it uses too much memory; when it ends, it is started again. */
  void checkMemory() {
    WorkerLink joined;
    Process now;
    synchronized (this) {
      joined = link;
      now = process;
      if (joined == null || now == null || drained) {
        return;
      }
    }
    long bytes = residentBytes(now.toHandle());
    if (bytes <= settings.memoryBytes()) {
      return;
    }
    synchronized (this) {
      drained = true;
    }
    LOG.warn(
        "worker {} uses more than workers.memory_mb={}: {} MiB; it is drained and started again",
        name,
        settings.memoryBytes() >> 20,
        bytes >> 20);
    Thread.ofVirtual().name("workers-drain").start(() -> drain(joined, now));
  }

  private void drain(WorkerLink joined, Process now) {
    pool.drain(joined);
    try {
      if (!now.waitFor(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        now.descendants().forEach(ProcessHandle::destroyForcibly);
        now.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long residentBytes(ProcessHandle process) {
    long bytes = resident(process.pid());
    for (ProcessHandle child : process.descendants().toList()) {
      bytes += resident(child.pid());
    }
    return bytes;
  }

  /* The second number of statm (proc_pid_statm(5)): resident pages. */
  private static long resident(long pid) {
    try {
      String statm = Files.readString(PROC.resolve(Long.toString(pid)).resolve("statm"));
      return Long.parseLong(statm.split(" ", 3)[1]) * PAGE_BYTES;
    } catch (IOException | NumberFormatException e) {
      return 0; // it is gone, or this is no Linux
    }
  }

  /** Lets it finish and end; it is not started again. */
  void stop() {
    WorkerLink joined;
    Process now;
    synchronized (this) {
      stopping = true;
      joined = link;
      now = process;
      notifyAll();
    }
    if (now == null) {
      return;
    }
    if (joined == null) {
      kill();
    } else {
      Thread.ofVirtual().name("workers-drain").start(() -> drain(joined, now));
    }
  }

  /** Waits until it has ended, for as long as a drain takes. */
  void awaitEnd() {
    try {
      thread.join(DRAIN.plusSeconds(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }
}
