package dev.ferrule.server.cli;

import dev.ferrule.embed.ModelNatives;
import dev.ferrule.server.Node;
import dev.ferrule.server.config.Settings;
import dev.ferrule.store.StoreNatives;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs a node until it is told to stop. */
@CommandLine.Command(
    name = "serve",
    description = "Runs a node until Ctrl-C or SIGTERM, which let requests finish.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger("ferrule");

  @CommandLine.Mixin private NodeOptions options = new NodeOptions();

  @Override
  public Integer call() {
    serve(options.settings(), (url, stopping) -> LOG.info("serving on {}", url));
    return 0;
  }

  /** What to do once the node serves; {@code stopping} opens when it is told to stop. */
  interface Started {
    void on(String url, CountDownLatch stopping);
  }

  /**
   * Serves until the process is told to stop. The exit code is then 0: a shutdown hook waits for
   * the node to drain, and ends the process itself, as the JVM would report the signal otherwise.
   */
  static void serve(Settings settings, Started started) {
    Logs.configure(settings);
    StoreNatives.unpackTo(settings.data().resolve("native"));
    ModelNatives.unpackTo(settings.data().resolve("native"));
    var stopping = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    try {
      run(settings, started, stopping, stopped);
      LOG.info("stopped");
    } finally {
      stopped.countDown();
    }
  }

  private static void run(
      Settings settings, Started started, CountDownLatch stopping, CountDownLatch stopped) {
    try (Node node = Node.start(settings)) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stopping.countDown();
                    awaitQuietly(stopped);
                    Runtime.getRuntime().halt(0);
                  },
                  "stop"));
      if (node.grpcTarget() != null) {
        LOG.info("serving gRPC on {}", node.grpcTarget());
      }
      started.on(node.url(), stopping);
      awaitQuietly(stopping);
      LOG.info("stopping: letting requests finish");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
