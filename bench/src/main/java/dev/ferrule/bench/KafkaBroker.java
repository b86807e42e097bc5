package dev.ferrule.bench;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker as a process of its own, with an empty log. Confined. */
final class KafkaBroker implements AutoCloseable {
  private static final int PARTITIONS = 4;

  private final Peer process;
  private final String servers;
  private final Admin admin;

  private KafkaBroker(Peer process, String servers) {
    this.process = process;
    this.servers = servers;
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
  }

  static KafkaBroker start(Main.Setup setup) throws IOException {
    Path home = setup.home().resolve("bench/peers/kafka");
    Peer.setUp(home);
    int port = Peer.freePort();
    var command =
        List.of(
            "bash",
            "start.sh",
            System.getProperty("java.home"),
            setup.work("kafka").toString(),
            Integer.toString(port),
            Integer.toString(Peer.freePort()));
    String servers = "127.0.0.1:" + port;
    Path log = setup.work("logs").resolve("kafka.log");
    return new KafkaBroker(Peer.start(home, command, log, () -> isUp(port)), servers);
  }

  private static boolean isUp(int port) {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  String servers() {
    return servers;
  }

  /** Makes topics of four partitions. */
  void create(String... topics) {
    wait(
        admin
            .createTopics(
                Arrays.stream(topics).map(t -> new NewTopic(t, PARTITIONS, (short) 1)).toList())
            .all());
  }

  /** How many records a topic has had. */
  long count(String topic) {
    var partitions =
        IntStream.range(0, PARTITIONS)
            .mapToObj(i -> new TopicPartition(topic, i))
            .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
    return wait(admin.listOffsets(partitions).all()).values().stream()
        .mapToLong(offset -> offset.offset())
        .sum();
  }

  /** How many records of a topic a group has committed. */
  long committed(String group) {
    return wait(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .values()
        .stream()
        .mapToLong(offset -> offset.offset())
        .sum();
  }

  private static <T> T wait(org.apache.kafka.common.KafkaFuture<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new FerruleException(ErrorCode.KAFKA_FAILED, "the broker does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FerruleException(ErrorCode.KAFKA_FAILED, "interrupted", e);
    }
  }

  /** A producer whose records are acknowledged when the broker has them. */
  KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", servers,
            "acks", "all",
            "linger.ms", "10",
            "batch.size", "131072",
            "delivery.timeout.ms", "120000"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    admin.close();
    process.close();
  }
}
