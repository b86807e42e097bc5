package dev.ferrule.rules.functions.network;

import java.util.List;

/** Looks names up in the domain name system. Thread-safe; may wait. */
public interface DnsResolver {
  /**
   * The records of a name, each as text, in the order of the answer; empty when there are none, or
   * no such name.
   *
   * @param type as {@code MX} or {@code A}
   * @throws dev.ferrule.model.FerruleException when no server answers
   */
  List<String> find(String name, String type);
}
