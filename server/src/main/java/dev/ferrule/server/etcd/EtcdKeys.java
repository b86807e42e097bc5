package dev.ferrule.server.etcd;

import io.etcd.jetcd.ByteSequence;

/**
 * What the keys in etcd are, below {@code etcd.prefix}.
 *
 * <pre>
 * state               the state that all nodes share, as JSON; its mod revision is its revision
 * releases/HASH       what lists show of a release and where its chunks are; written last
 * chunks/HASH/ID/N    the files of a release as ReleaseCodec has them, N from 00000
 * history/ID          an entry of the history, as JSON
 * nodes/NAME          what a node runs, as JSON, under a lease
 * osprey/leader       the node that follows etcd.osprey_key, under its lease
 * osprey/handled      the mod revision of etcd.osprey_key that was dealt with last
 * </pre>
 */
record EtcdKeys(String prefix) {
  ByteSequence state() {
    return key("state");
  }

  ByteSequence releases() {
    return key("releases/");
  }

  ByteSequence release(String hash) {
    return key("releases/" + hash);
  }

  ByteSequence chunks(String hash) {
    return key("chunks/" + hash + "/");
  }

  ByteSequence chunk(String hash, String id, int number) {
    return key("chunks/%s/%s/%05d".formatted(hash, id, number));
  }

  ByteSequence history() {
    return key("history/");
  }

  ByteSequence history(String id) {
    return key("history/" + id);
  }

  ByteSequence nodes() {
    return key("nodes/");
  }

  ByteSequence node(String name) {
    return key("nodes/" + name);
  }

  ByteSequence ospreyLeader() {
    return key("osprey/leader");
  }

  ByteSequence ospreyHandled() {
    return key("osprey/handled");
  }

  private ByteSequence key(String rest) {
    return Etcd.bytes(prefix + "/" + rest);
  }
}
