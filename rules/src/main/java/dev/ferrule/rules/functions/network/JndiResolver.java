package dev.ferrule.rules.functions.network;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.net.IDN;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/** A resolver that asks servers through the JDK. Thread-safe. */
public final class JndiResolver implements DnsResolver {
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*");

  private final String servers;
  private final Duration timeout;

  /**
   * @param servers by host or address, each optionally with a port, as {@code 127.0.0.1:53}; empty
   *     for those of the machine
   * @param timeout how long to wait for each server
   */
  public JndiResolver(List<String> servers, Duration timeout) {
    this.servers =
        servers.isEmpty()
            ? "dns:"
            : String.join(" ", servers.stream().map(server -> "dns://" + server).toList());
    this.timeout = timeout;
  }

  @Override
  // What is banned is to look up any name: that of an object on another host would be loaded.
  @SuppressWarnings({"BanJNDI", "JdkObsolete"})
  public List<String> find(String name, String type) {
    String host = hostName(name);
    if (host == null) {
      return List.of();
    }
    var environment = new Hashtable<String, String>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, servers);
    environment.put("com.sun.jndi.dns.timeout.initial", Long.toString(timeout.toMillis()));
    environment.put("com.sun.jndi.dns.timeout.retries", "1");
    try {
      var context = new InitialDirContext(environment);
      try {
        var records = new ArrayList<String>();
        var found = context.getAttributes(host, new String[] {type}).get(type);
        for (int i = 0; found != null && i < found.size(); i++) {
          records.add(String.valueOf(found.get(i)));
        }
        return records;
      } finally {
        context.close();
      }
    } catch (NameNotFoundException e) {
      return List.of();
    } catch (NamingException e) {
      throw new FerruleException(
          ErrorCode.UPSTREAM_TIMEOUT,
          "expected an answer of the DNS servers, found none: servers=" + servers,
          e);
    }
  }

  /** The name in ASCII, or null when it is not made of letters, digits, hyphens and dots alone. */
  private static @Nullable String hostName(String name) {
    try {
      String ascii = IDN.toASCII(name);
      return HOST_NAME.matcher(ascii).matches() ? ascii : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
