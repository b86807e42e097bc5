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
   * Serves until the process is told to stop, and returns when the node has drained. The JVM's own
   * end of a process is not begun before: its hooks run all at once, and ONNX Runtime's, which
   * frees what a model still runs on, would not wait.
   */
  static void serve(Settings settings, Started started) {
    Logs.configure(settings);
    StoreNatives.unpackTo(settings.data().resolve("native"));
    ModelNatives.unpackTo(settings.data().resolve("native"));
    var stopping = new CountDownLatch(1);
    try (Node node = Node.start(settings)) {
      Signals.onStop(stopping::countDown);
      if (node.grpcTarget() != null) {
        LOG.info("serving gRPC on {}", node.grpcTarget());
      }
      started.on(node.url(), stopping);
      awaitQuietly(stopping);
      LOG.info("stopping: letting requests finish");
    }
    LOG.info("stopped");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
