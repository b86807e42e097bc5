package dev.ferrule.flow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.flow.DeadLetterSink;
import dev.ferrule.flow.SourceRecord;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;

/**
 * Dead letters in a topic: key, value and headers as they came, and headers that say what was wrong
 * and where the record stood. Thread-safe.
 */
public final class DeadLetterTopic implements DeadLetterSink {
  private static final String ERROR_CODE = "ferrule-error-code";
  private static final String ERROR_MESSAGE = "ferrule-error-message";
  private static final String TOPIC = "ferrule-topic";
  private static final String PARTITION = "ferrule-partition";
  private static final String OFFSET = "ferrule-offset";

  private final TopicWriter writer;
  private final String topic;

  public DeadLetterTopic(TopicWriter writer, String topic) {
    this.writer = writer;
    this.topic = topic;
  }

  @Override
  public CompletionStage<Void> add(SourceRecord record, FerruleException why) {
    var headers = new ArrayList<>(record.headers());
    headers.removeIf(header -> header.name().startsWith("ferrule-")); // of an earlier time
    headers.add(header(ERROR_CODE, why.code().id()));
    headers.add(header(ERROR_MESSAGE, String.valueOf(why.getMessage())));
    headers.add(header(TOPIC, record.topic()));
    headers.add(header(PARTITION, Integer.toString(record.partition())));
    headers.add(header(OFFSET, Long.toString(record.offset())));
    return writer.write(topic, record.key(), record.value(), headers);
  }

  private static SourceRecord.Header header(String name, String value) {
    return new SourceRecord.Header(name, value.getBytes(UTF_8));
  }
}
