package dev.ferrule.rules.functions.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferrule.rules.functions.TestCall;
import dev.ferrule.rules.values.Failure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DomainFunctionsTest {
  private static Object value(String name, String parameter, Object argument) {
    return Objects.requireNonNull(
        new TestCall(DomainFunctions.all(null), name).with(parameter, argument).value());
  }

  @Test
  void emailDomainIsTheRegisteredOne() {
    assertEquals("example.co.uk", value("EmailDomain", "email", "a@b@Mail.Example.co.uk"));
    assertEquals("localhost", value("EmailDomain", "email", "a@localhost"));
    assertEquals("mail.example.co.uk", value("EmailSubdomain", "email", "a@Mail.Example.co.uk"));
    assertEquals("a@b", value("EmailLocalPart", "email", "a@b@c.com"));
    assertEquals(Failure.EXPECTED, value("EmailDomain", "email", "nobody"));
  }

  @Test
  void publicSuffixesHaveWildcardsAndExceptions() {
    assertEquals("co.uk", value("DomainTld", "domain", "https://www.example.co.uk/x?y"));
    assertEquals("foo.ck", value("DomainTld", "domain", "bar.foo.ck"));
    assertEquals("ck", value("DomainTld", "domain", "www.ck"));
    assertEquals(Failure.EXPECTED, value("DomainTld", "domain", "localhost"));
  }

  @Test
  void chopperGivesTheRegisteredDomainsOrTheHosts() {
    var urls = List.of("https://a.b.example.com", "x.example.de");
    assertEquals(List.of("example.com", "example.de"), value("DomainChopper", "urls", urls));
    assertEquals(
        List.of("a.b.example.com", "x.example.de"),
        new TestCall(DomainFunctions.all(null), "DomainChopper")
            .with("urls", urls)
            .with("fld", false)
            .value());
    assertEquals(Failure.EXPECTED, value("DomainChopper", "urls", List.of("localhost")));
  }

  @Test
  void linksStandOnceInTheirOrder() {
    String text = "see https://b.com:80/x) <http://a.com/?> and [y](https://b.com:80/x) http://[x";
    assertEquals(List.of("b.com", "a.com"), value("StringExtractDomains", "s", text));
    assertEquals(
        List.of("https://b.com:80/x", "http://a.com/"), value("StringExtractURLs", "s", text));
  }

  @Test
  void ipNetworkReadsBothVersions() {
    assertEquals("192.168.1.0", value("IpNetwork", "ip", "192.168.1.77"));
    assertEquals("2001:db8:0:0:0:0:0:1", value("IpNetwork", "ip", "2001:0db8::1"));
    assertEquals(
        Failure.unexpected("AddressValueError", "Expected 4 octets in '25'"),
        value("IpNetwork", "ip", "25"));
    assertEquals(
        Failure.unexpected(
            "AddressValueError", "Leading zeros are not permitted in '010' in '1.2.3.010'"),
        value("IpNetwork", "ip", "1.2.3.010"));
    assertEquals(Failure.unexpected("AddressValueError", ""), value("IpNetwork", "ip", "nowhere"));
  }

  @Test
  void cookiesKeepTheirQuotes() {
    var header = "a=1; b=\"x y\"; path=/; a=2";
    assertEquals("2", cookie(header, "a"));
    assertEquals("\"x y\"", cookie(header, "b"));
    assertEquals(Failure.EXPECTED, cookie(header, "c"));
    assertEquals(Failure.unexpected("CookieError", "Illegal key 'x/y'"), cookie("x/y=1; a=1", "a"));
  }

  private static @Nullable Object cookie(String header, String key) {
    return new TestCall(DomainFunctions.all(null), "ExtractCookie")
        .with("header", header)
        .with("key", key)
        .value();
  }

  @Test
  void aLongQuotedCookieIsReadWithoutRecursion() {
    String value = "\"" + "\\a".repeat(100_000) + "\"";
    assertEquals(value, cookie("a=" + value, "a"));
  }

  @Test
  void mailExchangersAreLookedUpOnlyWithAResolver() {
    var records =
        Map.of(
            "example.com MX",
            List.of("10 mx.example.com."),
            "mx.example.com. A",
            List.of("10.0.0.9", "10.0.0.10"));
    DnsResolver resolver = (name, type) -> records.getOrDefault(name + " " + type, List.of());
    var functions = DomainFunctions.all(resolver);
    assertEquals(
        "10.0.0.10", new TestCall(functions, "MXLookup").with("domain", "example.com").value());
    assertEquals(
        Failure.EXPECTED, new TestCall(functions, "MXLookup").with("domain", "other.com").value());
    assertEquals(
        "NoResolverConfiguration", ((Failure) value("MXLookup", "domain", "example.com")).error());
  }

  @Test
  void theResolverLooksUpNothingButHostNames() {
    var resolver = new JndiResolver(List.of("127.0.0.1:1"), java.time.Duration.ofMillis(1));
    assertEquals(List.of(), resolver.find("ldap://127.0.0.1/x", "MX"));
    assertEquals(List.of(), resolver.find("a/b", "MX"));
  }
}
