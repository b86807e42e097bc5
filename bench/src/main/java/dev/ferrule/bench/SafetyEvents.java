package dev.ferrule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Generated events for the rules of examples/safety, the same ones every time. */
final class SafetyEvents {
  private static final int COUNT = 20_000;

  private SafetyEvents() {}

  /** A file of events, one a line, numbered from 1. */
  static Path numbered(Main.Setup setup) throws IOException {
    Path file = setup.work("rules").resolve("safety.jsonl");
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Peer.run(
          setup.home().resolve("examples/safety"),
          List.of(
              "python3",
              "generate.py",
              "--seed",
              "1",
              "--events",
              Integer.toString(COUNT),
              "--out",
              file + ""),
          false);
    }
    return file;
  }

  /** The same without ids, so that none is a duplicate however often they are sent. */
  static Path withoutIds(Main.Setup setup) throws IOException {
    Path file = setup.work("rules").resolve("safety-without-ids.jsonl");
    if (!Files.exists(file)) {
      Files.write(
          file,
          Files.readAllLines(numbered(setup)).stream()
              .map(line -> line.replaceFirst("\"action_id\":\\d+,", ""))
              .toList());
    }
    return file;
  }
}
