package dev.ferrule.server;

import dev.ferrule.server.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a node is called among others. Stateless. */
final class NodeName {
  private NodeName() {}

  /** As set, or else the host's name and the port; a port that is picked has no number yet. */
  static String of(Settings settings) {
    String set = settings.text("node.name");
    if (!set.isEmpty()) {
      return set;
    }
    int port = settings.integer("server.port");
    return "%s:%s".formatted(host(), port == 0 ? "p" + ProcessHandle.current().pid() : port);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
