package dev.ferrule.flow.kafka;

import java.util.List;

/**
 * How a source is doing, at one moment.
 *
 * @param state whether records come
 * @param problem what keeps it from that; empty when nothing does
 * @param records how many were done since the start
 * @param deadLetters how many of these became dead letters
 * @param rebalances how often partitions came or went
 * @param partitions those that this node has
 */
public record SourceStatus(
    State state,
    String problem,
    long records,
    long deadLetters,
    long rebalances,
    List<Partition> partitions) {
  public SourceStatus {
    partitions = List.copyOf(partitions);
  }

  /** What a source is at. */
  public enum State {
    /** No broker is connected. */
    CONNECTING,
    /** Records are taken as they come. */
    RUNNING,
    /** Records wait, as the node cannot take them. */
    WAITING,
    /** Kafka refuses; it is tried again. */
    FAILED,
    /** It was closed. */
    CLOSED
  }

  /**
   * A partition that this node has.
   *
   * @param committed the offset to go on from after a restart; -1 while this node committed none
   * @param inFlight records that were begun and may not be committed yet
   * @param lag records in the partition that are not done
   */
  public record Partition(String topic, int number, long committed, int inFlight, long lag) {}
}
