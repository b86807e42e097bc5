package dev.ferrule.flow.kafka;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach Kafka, checked. Immutable.
 *
 * @param bootstrapServers brokers to begin with, as {@code host:port,host:port}
 * @param group the consumer group
 * @param inFlight most records of a partition in progress at once
 * @param properties what else the operator says to Kafka's clients
 */
public record KafkaSettings(
    String bootstrapServers, String group, int inFlight, Map<String, String> properties) {
  private static final Pattern SERVERS =
      Pattern.compile(
          "(\\[[0-9a-fA-F:]+]|[\\w.-]+):\\d{1,5}(\\s*,\\s*([\\w.-]+|\\[[^]]+]):\\d{1,5})*");
  private static final Pattern GROUP = Pattern.compile("\\S(.*\\S)?");
  private static final Pattern TOPIC = Pattern.compile("[\\w.-]{1,249}");
  private static final int MOST_IN_FLIGHT = 1 << 20;

  /** What this module decides; its promises rest on it. */
  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("bootstrap.servers", "set kafka.bootstrap_servers"),
          Map.entry("group.id", "set kafka.group"),
          Map.entry("enable.auto.commit", "offsets are committed when results are on disk"),
          Map.entry("group.protocol", "the classic protocol is used"),
          Map.entry("partition.assignment.strategy", "cooperative-sticky is used"),
          Map.entry("enable.metrics.push", "a node's metrics are on /metrics"),
          Map.entry("acks", "all is used"),
          Map.entry("enable.idempotence", "true is used"),
          Map.entry("transactional.id", "no transactions are used"),
          Map.entry("key.serializer", "bytes are used"),
          Map.entry("value.serializer", "bytes are used"),
          Map.entry("key.deserializer", "bytes are used"),
          Map.entry("value.deserializer", "bytes are used"));

  public KafkaSettings {
    properties = Map.copyOf(properties);
    if (!SERVERS.matcher(bootstrapServers).matches()) {
      throw invalid(
          "expected host:port, host:port, ... in kafka.bootstrap_servers, found \"%s\""
              .formatted(bootstrapServers));
    }
    if (!GROUP.matcher(group).matches()) {
      throw invalid("expected a name in kafka.group, found \"%s\"".formatted(group));
    }
    if (inFlight < 1 || inFlight > MOST_IN_FLIGHT) {
      throw invalid(
          "expected 1 to %d in kafka.in_flight, found %d".formatted(MOST_IN_FLIGHT, inFlight));
    }
    checkNames(properties.keySet());
    try {
      new ConsumerConfig(asObjects(consumer(bootstrapServers, group, properties)));
      new ProducerConfig(asObjects(producer(bootstrapServers, properties)));
    } catch (ConfigException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected properties that Kafka's clients take in kafka.properties_file, found others: "
              + named(e, properties.keySet()),
          e);
    }
  }

  /* Kafka's own message may hold the value, which may be a password. */
  private static String named(ConfigException e, Set<String> given) {
    String message = String.valueOf(e.getMessage());
    return given.stream().filter(message::contains).findFirst().orElse("they do not fit together");
  }

  private static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.CONFIG_INVALID, message);
  }

  private static void checkNames(Set<String> names) {
    Set<String> known = new TreeSet<>(ConsumerConfig.configNames());
    known.addAll(ProducerConfig.configNames());
    for (String name : new TreeSet<>(names)) {
      String instead = OURS.get(name);
      if (instead != null) {
        throw invalid(
            "expected no %s in kafka.properties_file, found it; %s".formatted(name, instead));
      }
      if (!known.contains(name)) {
        throw invalid(
            "expected properties of Kafka's clients in kafka.properties_file, found " + name);
      }
    }
  }

  /**
   * The properties in a file, none when {@code file} is empty.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when it cannot be read
   */
  public static Map<String, String> properties(String file) {
    if (file.isEmpty()) {
      return Map.of();
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a readable properties file in kafka.properties_file, found none: " + file,
          e);
    }
    var map = new HashMap<String, String>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }

  /** The name of a topic, as {@code setting} gives it. */
  public static String topic(String setting, String name) {
    if (!TOPIC.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw invalid(
          "expected 1 to 249 of letters, digits, '.', '_' and '-' in %s, found \"%s\""
              .formatted(setting, name));
    }
    return name;
  }

  Map<String, Object> consumer() {
    return asObjects(consumer(bootstrapServers, group, properties));
  }

  Map<String, Object> producer() {
    return asObjects(producer(bootstrapServers, properties));
  }

  private static Map<String, Object> asObjects(Map<String, String> texts) {
    return new HashMap<>(texts);
  }

  private static Map<String, String> consumer(
      String servers, String group, Map<String, String> properties) {
    var all = new HashMap<String, String>();
    all.put("auto.offset.reset", "earliest");
    all.put("max.poll.records", "1000");
    all.put("isolation.level", "read_committed");
    all.put("reconnect.backoff.max.ms", "2000");
    keep(properties, ConsumerConfig.configNames(), all);
    all.put("bootstrap.servers", servers);
    all.put("group.id", group);
    all.put("enable.auto.commit", "false");
    all.put("enable.metrics.push", "false");
    all.put("group.protocol", "classic");
    all.put(
        "partition.assignment.strategy",
        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    all.put("key.deserializer", ByteArrayDeserializer.class.getName());
    all.put("value.deserializer", ByteArrayDeserializer.class.getName());
    return all;
  }

  private static Map<String, String> producer(String servers, Map<String, String> properties) {
    var all = new HashMap<String, String>();
    all.put("linger.ms", "5");
    all.put("batch.size", "131072");
    all.put("max.block.ms", "5000");
    all.put("reconnect.backoff.max.ms", "2000");
    keep(properties, ProducerConfig.configNames(), all);
    all.put("bootstrap.servers", servers);
    all.put("acks", "all");
    all.put("enable.idempotence", "true");
    all.put("enable.metrics.push", "false");
    all.put("key.serializer", ByteArraySerializer.class.getName());
    all.put("value.serializer", ByteArraySerializer.class.getName());
    return all;
  }

  private static void keep(
      Map<String, String> properties, Set<String> known, Map<String, String> into) {
    properties.forEach((name, value) -> {
      if (known.contains(name)) {
        into.put(name, value);
      }
    });
  }
}
