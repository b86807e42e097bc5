package dev.ferrule.server.cli;

import dev.ferrule.rules.authoring.EventFile;
import dev.ferrule.rules.evaluation.EventReader;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The file of events that a command goes through. */
final class EventOptions {
  @CommandLine.Option(
      names = "--events",
      required = true,
      paramLabel = "FILE",
      description = "events, one JSON object a line; .gz is inflated")
  private Path events = Path.of("events.jsonl");

  @CommandLine.Option(
      names = "--action",
      paramLabel = "NAME",
      description = "take each line as the data of an event of this action")
  private @Nullable String action;

  EventFile open() {
    return new EventFile(events);
  }

  EventReader reader() {
    return new EventReader(InstantSource.system(), action);
  }
}
