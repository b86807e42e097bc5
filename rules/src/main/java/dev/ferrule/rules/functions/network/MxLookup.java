package dev.ferrule.rules.functions.network;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code MXLookup}: where the mail of a domain goes. Stateless. */
final class MxLookup {
  private MxLookup() {}

  static Function function(@Nullable DnsResolver resolver) {
    return new PlainFunction(
        new Signature(
            "MXLookup",
            List.of(),
            "Email",
            "Returns an address of the host that takes a domain's mail, by a look-up in the DNS.",
            List.of(
                Parameter.of(
                    "domain", Type.STR, "The domain; without a mail exchanger: no result.")),
            null,
            Type.STR,
            Signature.Purity.EFFECT,
            "MailHost = MXLookup(domain=Domain)"),
        resolver == null
            ? (event, arguments) -> notConfigured()
            : Body.blocking((event, arguments) -> find(resolver, Arguments.text(arguments, 0))));
  }

  private static Failure notConfigured() {
    return Failure.unexpected(
        "NoResolverConfiguration",
        "MXLookup needs a DNS resolver, and none is configured: name its servers in the"
            + " configuration");
  }

  private static Object find(DnsResolver resolver, String domain) {
    try {
      List<String> exchangers = resolver.find(domain, "MX");
      if (exchangers.isEmpty()) {
        return Failure.EXPECTED;
      }
      String first = exchangers.getFirst();
      // An MX record is a preference and a host.
      List<String> addresses = resolver.find(first.substring(first.lastIndexOf(' ') + 1), "A");
      return addresses.isEmpty() ? Failure.EXPECTED : Collections.min(addresses);
    } catch (FerruleException e) {
      return Failure.unexpected("LifetimeTimeout", String.valueOf(e.getMessage()));
    }
  }
}
