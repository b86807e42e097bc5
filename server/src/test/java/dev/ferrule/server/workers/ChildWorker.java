package dev.ferrule.server.workers;

import dev.ferrule.proto.v1.Batch;
import dev.ferrule.proto.v1.Column;
import dev.ferrule.proto.v1.Floats;
import dev.ferrule.proto.v1.Results;
import dev.ferrule.rules.declared.WorkerFunctions;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A worker in a process of its own: {@code Size} is the length times the number in its source. */
public final class ChildWorker {
  private ChildWorker() {}

  public static void main(String[] args) throws IOException {
    byte[] source = Files.readAllBytes(Path.of(args[0]));
    String text = new String(source, java.nio.charset.StandardCharsets.UTF_8);
    if (!text.matches("\\d+")) {
      System.err.println("this source is broken");
      System.exit(3);
    }
    int factor = Integer.parseInt(text);
    var hello =
        TestWorker.hello(WorkerFunctions.versionOf(source))
            .setRelease(System.getenv("FERRULE_RELEASE"))
            .build();
    var worker =
        new TestWorker(
            System.getenv("FERRULE_NODE"),
            System.getenv("FERRULE_WORKER_TOKEN"),
            hello,
            (self, batch) -> answer(self, batch, factor));
    Thread.ofPlatform().daemon().start(() -> exitWithTheNode());
    Status end = worker.ended.join();
    System.exit(end.isOk() ? 0 : 1);
  }

  private static void answer(TestWorker worker, Batch batch, int factor) {
    var floats = Floats.newBuilder();
    TestWorker.texts(batch).forEach(each -> floats.addValues((double) each.length() * factor));
    worker.send(
        Results.newBuilder()
            .setBatch(batch.getId())
            .setCount(batch.getCalls())
            .setValues(Column.newBuilder().setFloats(floats))
            .build());
  }

  private static void exitWithTheNode() {
    try {
      while (System.in.read() >= 0) {
        // the node says nothing
      }
    } catch (IOException e) {
      // closed, too
    }
    System.exit(0);
  }
}
