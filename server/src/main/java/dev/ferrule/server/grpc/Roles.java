package dev.ferrule.server.grpc;

import dev.ferrule.server.auth.Role;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each method needs; a test holds it to the services. */
final class Roles {
  /** Health and reflection: what tells nothing of events, rules or entities. */
  private static final Set<String> OPEN =
      Set.of(
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  private static final Map<String, Role> NEEDED =
      Map.of(
          "ferrule.v1.EventService/Evaluate", Role.WRITE,
          "ferrule.v1.EventService/EvaluateStream", Role.WRITE,
          "ferrule.v1.EventService/Submit", Role.WRITE,
          "ferrule.v1.EventService/GetResult", Role.READ,
          "ferrule.v1.WorkerService/Join", Role.WORKER,
          "osprey.rpc.osprey_coordinator.sync_action.v1.OspreyCoordinatorSyncActionService/ProcessAction",
              Role.WRITE);

  private Roles() {}

  /** The role that a method needs, or null for none; a method that is not listed needs the most. */
  static @Nullable Role needed(String service, String fullMethod) {
    return OPEN.contains(service) ? null : NEEDED.getOrDefault(fullMethod, Role.ADMIN);
  }

  static Map<String, Role> all() {
    return NEEDED;
  }
}
