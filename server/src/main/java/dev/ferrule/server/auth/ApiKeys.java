package dev.ferrule.server.auth;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Cursor;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a node. A key is 256 random bits; only its SHA-256 is kept, which suffices for
 * secrets that cannot be guessed (a slow hash would only slow requests down). All hashes are in
 * memory too, so that checking a key reads no disk. Thread-safe.
 */
public final class ApiKeys {
  private static final String PREFIX = "fk_";

  private final Store store;
  private final Map<String, ApiKey> byHash = new ConcurrentHashMap<>();

  /**
   * A key as it is listed; the secret itself is not kept.
   *
   * @param id the first 12 hex digits of its hash
   * @param name what it is for, as its maker called it
   * @param role what it may do
   * @param created when it was made
   */
  public record ApiKey(String id, String name, Role role, Instant created) {}

  /**
   * A key just made.
   *
   * @param key what is listed from now on
   * @param secret what requests carry; shown this once
   */
  public record NewKey(ApiKey key, String secret) {}

  public ApiKeys(Store store) {
    this.store = store;
    try (Cursor cursor = store.scan(Table.KEYS, new byte[0])) {
      while (cursor.next()) {
        String hash = new String(cursor.key(), StandardCharsets.UTF_8);
        byHash.put(hash, decode(hash, cursor.value()));
      }
    }
  }

  private static ApiKey decode(String hash, byte[] value) {
    // role, time and name, a line each; the name is last as it alone is free text
    String[] parts = new String(value, StandardCharsets.UTF_8).split("\n", 3);
    return new ApiKey(
        hash.substring(0, 12), parts[2], Role.valueOf(parts[0]), Instant.parse(parts[1]));
  }

  /** Judges an entry of {@link Table#KEYS}; throws when it is no key. */
  public static void check(byte[] key, byte[] value) {
    decode(new String(key, StandardCharsets.UTF_8), value);
  }

  /** Makes a key. The first one must be an admin's, as only such a key can make others. */
  public NewKey create(String name, Role role) {
    if (isEmpty() && role != Role.ADMIN) {
      throw new FerruleException(
          ErrorCode.KEY_FIRST,
          "expected role admin for the first key, found %s: from the first key on only an admin can "
                  .formatted(role.name().toLowerCase(Locale.ROOT))
              + "make others");
    }
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String hash = hash(secret);
    var key = new ApiKey(hash.substring(0, 12), name, role, Instant.now());
    String value = role.name() + "\n" + key.created() + "\n" + name;
    store.commitAndWait(writer -> {
      writer.put(
          Table.KEYS,
          hash.getBytes(StandardCharsets.UTF_8),
          value.getBytes(StandardCharsets.UTF_8));
      return true;
    });
    byHash.put(hash, key);
    return new NewKey(key, secret);
  }

  /** Deletes the key with this id; from then on it opens nothing. */
  public void delete(String id) {
    for (Map.Entry<String, ApiKey> entry : byHash.entrySet()) {
      if (entry.getValue().id().equals(id)) {
        store.commitAndWait(writer -> {
          writer.delete(Table.KEYS, entry.getKey().getBytes(StandardCharsets.UTF_8));
          return true;
        });
        byHash.remove(entry.getKey());
        return;
      }
    }
    throw new FerruleException(
        ErrorCode.KEY_NOT_FOUND,
        "expected the id of a key, found none with id=" + id.toLowerCase(Locale.ROOT));
  }

  /** All keys, by name. */
  public List<ApiKey> list() {
    var keys = new ArrayList<>(byHash.values());
    keys.sort(java.util.Comparator.comparing(ApiKey::name).thenComparing(ApiKey::id));
    return keys;
  }

  public boolean isEmpty() {
    return byHash.isEmpty();
  }

  /** The key with this secret, or null. */
  public @Nullable ApiKey find(String secret) {
    return byHash.get(hash(secret));
  }

  private static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
