package dev.ferrule.rules.functions.network;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;
import static dev.ferrule.rules.functions.Signature.Parameter.optionalConstant;

import dev.ferrule.rules.functions.Arguments;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.CheckedFunction;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.functions.text.PythonStrings;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions on domains, e-mail addresses, URLs, IP addresses and cookies. */
public final class DomainFunctions {
  private static final Parameter EMAIL =
      Parameter.of("email", Type.STR, "An e-mail address; without an @ there is no result.");

  private DomainFunctions() {}

  /**
   * Every function of this package.
   *
   * @param resolver looks up mail exchangers; null where that is not allowed
   */
  public static List<Function> all(@Nullable DnsResolver resolver) {
    return List.of(
        pure(
            "EmailDomain",
            "Email",
            "Returns the registered domain of an e-mail address, in lower case.",
            List.of(EMAIL),
            Type.STR,
            "Domain = EmailDomain(email=UserEmail)",
            (event, arguments) -> emailDomain(Arguments.text(arguments, 0))),
        pure(
            "EmailSubdomain",
            "Email",
            "Returns the whole domain of an e-mail address, in lower case.",
            List.of(EMAIL),
            Type.STR,
            "Host = EmailSubdomain(email=UserEmail)",
            (event, arguments) -> domainPart(Arguments.text(arguments, 0))),
        pure(
            "EmailLocalPart",
            "Email",
            "Returns what stands before the last @ of an e-mail address.",
            List.of(EMAIL),
            Type.STR,
            "Mailbox = EmailLocalPart(email=UserEmail)",
            (event, arguments) -> localPart(Arguments.text(arguments, 0))),
        pure(
            "DomainTld",
            "Domains",
            "Returns the public suffix of a domain or URL, as `co.uk`.",
            List.of(
                Parameter.of(
                    "domain", Type.STR, "A domain or URL; without a public suffix: no result.")),
            Type.STR,
            "Tld = DomainTld(domain=LinkHost)",
            (event, arguments) -> {
              String suffix = PublicSuffixes.find(Arguments.text(arguments, 0));
              return suffix == null ? Failure.EXPECTED : suffix;
            }),
        domainChopper(),
        Links.domains(),
        Links.urls(),
        MxLookup.function(resolver),
        pure(
            "IpNetwork",
            "Network",
            "Returns an IPv4 address with 0 as its last octet, an IPv6 address in full.",
            List.of(Parameter.of("ip", Type.STR, "An IP address.")),
            Type.STR,
            "Network = IpNetwork(ip=ClientIp)",
            (event, arguments) -> ipNetwork(Arguments.text(arguments, 0))),
        new CheckedFunction(
            new Signature(
                "ExtractCookie",
                List.of(),
                "Network",
                "Returns the value of one cookie of a Cookie header.",
                List.of(
                    Parameter.of("header", Type.STR, "The header's value."),
                    constant("key", Type.STR, "The cookie's name; without it: no result.")),
                null,
                Type.STR,
                Signature.Purity.PURE,
                "Session = ExtractCookie(header=CookieHeader, key='session')"),
            site -> {
              String key = site.text("key");
              return (event, arguments) -> Cookies.find(Arguments.text(arguments, 0), key);
            }));
  }

  static Function pure(
      String name,
      String category,
      String summary,
      List<Parameter> parameters,
      Type result,
      String example,
      Body body) {
    return new PlainFunction(
        new Signature(
            name,
            List.of(),
            category,
            summary,
            parameters,
            null,
            result,
            Signature.Purity.PURE,
            example),
        body);
  }

  private static Object localPart(String email) {
    int at = email.lastIndexOf('@');
    return at < 0 ? Failure.EXPECTED : email.substring(0, at);
  }

  private static Object domainPart(String email) {
    int at = email.lastIndexOf('@');
    return at < 0 || at == email.length() - 1
        ? Failure.EXPECTED
        : PythonStrings.lower(email.substring(at + 1));
  }

  private static Object emailDomain(String email) {
    if (!(domainPart(email) instanceof String domain)) {
      return Failure.EXPECTED;
    }
    String suffix = PublicSuffixes.find(domain);
    return suffix == null || suffix.equals(domain) ? domain : registered(domain, suffix);
  }

  /** The suffix and the label before it; the domain may be a URL, so that only lengths count. */
  private static String registered(String domain, String suffix) {
    int chars = PythonStrings.length(domain) - PythonStrings.length(suffix) - 1;
    String before = PythonStrings.slice(domain, 0, Math.max(0, chars));
    return before.substring(before.lastIndexOf('.') + 1) + "." + suffix;
  }

  private static Function domainChopper() {
    return new CheckedFunction(
        new Signature(
            "DomainChopper",
            List.of(),
            "Domains",
            "Returns the registered domain of each domain or URL of a list.",
            List.of(
                Parameter.of(
                    "urls",
                    Type.listOf(Type.STR),
                    "Domains or URLs; if one has no public suffix, there is no result."),
                optionalConstant(
                    "fld", Type.BOOL, true, "If False, whole host names are returned instead.")),
            null,
            Type.listOf(Type.STR),
            Signature.Purity.PURE,
            "Domains = DomainChopper(urls=Links, fld=True)"),
        DomainFunctions::prepareChopper);
  }

  private static Body prepareChopper(CallSite site) {
    boolean registered = !Boolean.FALSE.equals(site.constant("fld"));
    return (event, arguments) -> {
      List<?> urls = Arguments.list(arguments, 0);
      var chopped = new ArrayList<String>(urls.size());
      for (Object item : urls) {
        var url = (String) item;
        String found = registered ? chop(url) : PublicSuffixes.host(url);
        if (found == null) {
          return Failure.EXPECTED;
        }
        chopped.add(found);
      }
      return chopped;
    };
  }

  private static @Nullable String chop(String url) {
    String suffix = PublicSuffixes.find(url);
    if (suffix == null) {
      return null;
    }
    return suffix.equals(url) ? "" : registered(url, suffix);
  }

  private static Object ipNetwork(String ip) {
    if (ip.indexOf('\0') >= 0) {
      return Failure.unexpected("ValueError", "embedded null character");
    }
    if (IpAddresses.isLooseV4(ip)) {
      return IpAddresses.v4Network(ip);
    }
    int[] groups = IpAddresses.parseV6(ip);
    if (groups == null) {
      return Failure.unexpected("AddressValueError", "");
    }
    var out = new StringBuilder();
    for (int group : groups) {
      out.append(out.isEmpty() ? "" : ":").append(Integer.toHexString(group));
    }
    return out.toString();
  }
}
