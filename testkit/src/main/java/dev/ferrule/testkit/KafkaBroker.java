package dev.ferrule.testkit;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A real Kafka broker on a free port of the loopback address, in this process. Thread-safe. */
public final class KafkaBroker implements AutoCloseable {
  private final KafkaClusterTestKit cluster;
  private final Admin admin;

  private KafkaBroker(KafkaClusterTestKit cluster) {
    this.cluster = cluster;
    this.admin = cluster.admin();
  }

  /** Starts one; {@code settings} are keys and values of its own in turn. */
  public static KafkaBroker start(String... settings) {
    try {
      var nodes =
          new TestKitNodes.Builder()
              .setCombined(true)
              .setNumBrokerNodes(1)
              .setNumControllerNodes(1)
              .build();
      var builder =
          new KafkaClusterTestKit.Builder(nodes)
              .setConfigProp("offsets.topic.num.partitions", "1")
              .setConfigProp("offsets.topic.replication.factor", "1")
              .setConfigProp("group.initial.rebalance.delay.ms", "0")
              .setConfigProp("auto.create.topics.enable", "false");
      for (int i = 0; i < settings.length; i += 2) {
        builder.setConfigProp(settings[i], settings[i + 1]);
      }
      KafkaClusterTestKit cluster = builder.build();
      cluster.format();
      cluster.startup();
      cluster.waitForReadyBrokers();
      return new KafkaBroker(cluster);
    } catch (Exception e) {
      throw new IllegalStateException("the broker does not start", e);
    }
  }

  /** Where clients find it. */
  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  public void createTopic(String name, int partitions) {
    await(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all());
  }

  /** The committed offsets of a consumer group. */
  public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    return await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
  }

  /** How many members a consumer group has. */
  public int members(String group) {
    return await(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
        .mapToInt(described -> described.members().size())
        .sum();
  }

  private static <T> T await(org.apache.kafka.common.KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Stops the broker; what it holds stays for {@link #resume}. */
  public void pause() {
    each()
        .forEach(broker -> {
          broker.shutdown();
          broker.awaitShutdown();
        });
  }

  /** Starts the broker again at the same address. */
  public void resume() {
    each().forEach(kafka.server.BrokerServer::startup);
  }

  private Collection<kafka.server.BrokerServer> each() {
    return cluster.brokers().values();
  }

  @Override
  public void close() {
    try {
      admin.close();
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("the broker does not stop", e);
    }
  }

  /** Runs one in a process of its own until standard input ends; tells where it is. */
  public static void main(String[] settings) throws IOException {
    try (KafkaBroker broker = start(settings)) {
      System.out.println("broker on " + broker.bootstrapServers());
      while (System.in.read() >= 0) {
        // until whoever started it goes
      }
    }
  }
}
