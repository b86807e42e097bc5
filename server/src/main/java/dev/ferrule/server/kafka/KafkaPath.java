package dev.ferrule.server.kafka;

import dev.ferrule.flow.DeadLetterSink;
import dev.ferrule.flow.kafka.DeadLetterTopic;
import dev.ferrule.flow.kafka.KafkaSettings;
import dev.ferrule.flow.kafka.KafkaSource;
import dev.ferrule.flow.kafka.SourceStatus;
import dev.ferrule.flow.kafka.TopicWriter;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import dev.ferrule.server.deadletters.DeadLetters;
import dev.ferrule.server.events.Intake;
import dev.ferrule.server.events.OrderedEvents;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the node has to do with Kafka, wired: the source, the result topic, the dead letters. */
public final class KafkaPath implements AutoCloseable {
  private static final List<String> TOPICS =
      List.of("kafka.source_topic", "kafka.result_topic", "kafka.dead_letter_topic");

  private final TopicWriter writer;
  private final @Nullable KafkaSource source;
  private final @Nullable ResultTopic results;

  /**
   * What Kafka needs of the node.
   *
   * @param log the results to write
   * @param letters where records end that cannot be evaluated
   */
  public record Parts(
      Intake intake,
      OrderedEvents ordered,
      Releases releases,
      ResultLog log,
      DeadLetters letters,
      Store store) {}

  private KafkaPath(Settings settings, Parts parts) {
    var kafka =
        new KafkaSettings(
            settings.text("kafka.bootstrap_servers"),
            settings.text("kafka.group"),
            settings.integer("kafka.in_flight"),
            KafkaSettings.properties(settings.text("kafka.properties_file")));
    String from = topic(settings, "kafka.source_topic");
    String to = topic(settings, "kafka.result_topic");
    String dead = topic(settings, "kafka.dead_letter_topic");
    requireApart(from, to, dead);
    this.writer = new TopicWriter(kafka);
    this.source =
        from.isEmpty()
            ? null
            : new KafkaSource(
                kafka,
                from,
                new EventRecords(parts.intake(), parts.ordered()),
                deadLetters(writer, dead, parts));
    this.results = to.isEmpty() ? null : new ResultTopic(parts.log(), parts.store(), writer, to);
  }

  /**
   * What the settings ask for, or null when they name no broker.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID}
   */
  public static @Nullable KafkaPath of(Settings settings, Parts parts) {
    if (!settings.text("kafka.bootstrap_servers").isEmpty()) {
      return new KafkaPath(settings, parts);
    }
    for (String setting : TOPICS) {
      if (!settings.text(setting).isEmpty()) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID,
            "expected kafka.bootstrap_servers beside %s, found none".formatted(setting));
      }
    }
    return null;
  }

  private static String topic(Settings settings, String setting) {
    String name = settings.text(setting);
    return name.isEmpty() ? name : KafkaSettings.topic(setting, name);
  }

  private static void requireApart(String from, String to, String dead) {
    if (from.isEmpty() && to.isEmpty()) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected kafka.source_topic or kafka.result_topic beside kafka.bootstrap_servers, found"
              + " neither");
    }
    if ((!from.isEmpty() && (from.equals(to) || from.equals(dead)))
        || (!to.isEmpty() && to.equals(dead))) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected different topics for source, results and dead letters, found one twice");
    }
  }

  private static DeadLetterSink deadLetters(TopicWriter writer, String topic, Parts parts) {
    if (topic.isEmpty()) {
      return new DeadLetterStore(parts.letters(), parts.releases(), DeadLetterStore.WhenFull.FAIL);
    }
    return new DeadLetterTopic(writer, topic)
        .and(new DeadLetterStore(parts.letters(), parts.releases(), DeadLetterStore.WhenFull.SKIP));
  }

  /** Begins to read and to write. */
  public void start() {
    if (results != null) {
      results.start();
    }
    if (source != null) {
      source.start();
    }
  }

  /** How the source is doing, or null when there is none. */
  public @Nullable SourceStatus source() {
    return source == null ? null : source.status();
  }

  /** How many results are not in the result topic yet. */
  public long behind() {
    return results == null ? 0 : results.behind();
  }

  /** What keeps results from the result topic; empty when nothing does. */
  public String problem() {
    return results == null ? "" : results.problem();
  }

  /** Records that were written to topics. */
  public long written() {
    return writer.written();
  }

  /** Records that could not be written, and were tried again. */
  public long writeErrors() {
    return writer.errors();
  }

  /** Stops reading: what is in progress ends and is committed. */
  public void stopReading() {
    if (source != null) {
      source.close();
    }
  }

  /** Stops reading, and then writes the results there are. */
  @Override
  public void close() {
    stopReading();
    if (results != null) {
      results.close();
    }
    writer.close();
  }
}
