package dev.ferrule.rules.check;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.syntax.SourceFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The files of a rule set: rules, configuration, lists and tests. Immutable.
 *
 * <p>At most {@link #MOST_FILES} files of at most {@link #MOST_FILE_BYTES} each and {@link
 * #MOST_BYTES} together; more is refused with {@link ErrorCode#RULE_LIMIT}, and files that make no
 * set with {@link ErrorCode#RULE_INVALID}.
 */
public final class Sources {
  /** The file that evaluation starts with. */
  public static final String ENTRY = "main.sml";

  /** The configuration, before the files in {@code config} folders are added to it. */
  public static final String CONFIG = "config.yaml";

  public static final int MOST_FILES = 10_000;
  public static final int MOST_FILE_BYTES = 1 << 20;
  public static final int MOST_BYTES = 64 << 20;

  private final SequencedMap<String, SourceFile> rules = new LinkedHashMap<>();
  private final SequencedMap<String, SourceFile> config = new TreeMap<>(Sources::compare);
  private final SequencedMap<String, SourceFile> lists = new TreeMap<>(Sources::compare);
  private final SequencedMap<String, SourceFile> tests = new TreeMap<>(Sources::compare);

  private Sources(Map<String, String> texts) {
    var size = new Size();
    texts.forEach((path, text) -> {
      size.add(path, utf8Bytes(text));
      place(path).put(path, new SourceFile(path, text));
    });
    if (!rules.containsKey(ENTRY)) {
      throw new FerruleException(
          ErrorCode.RULE_INVALID,
          "expected a rule set with the file %s, found %d other rule files"
              .formatted(ENTRY, rules.size()));
    }
  }

  /** A set of files by path; the rule files keep their order. Also Osprey's form on the wire. */
  public static Sources of(Map<String, String> texts) {
    return new Sources(texts);
  }

  private SequencedMap<String, SourceFile> place(String path) {
    var kind = Kind.of(path);
    if (kind == null) {
      throw new FerruleException(
          ErrorCode.RULE_INVALID,
          ("expected files named *.sml, config.yaml, config/*.yaml, lists/*.yaml or tests/*.yaml,"
                  + " found path=%s")
              .formatted(path));
    }
    return switch (kind) {
      case RULES -> rules;
      case CONFIG -> config;
      case LIST -> lists;
      case TEST -> tests;
    };
  }

  /** The rule files by path. */
  public Map<String, SourceFile> rules() {
    return Collections.unmodifiableMap(rules);
  }

  /** The files of the configuration, sorted by path. */
  public List<SourceFile> config() {
    return List.copyOf(config.values());
  }

  /** The YAML files under {@code lists}, sorted by path. */
  public List<SourceFile> lists() {
    return List.copyOf(lists.values());
  }

  /** The YAML files under {@code tests}, sorted by path. */
  public List<SourceFile> tests() {
    return List.copyOf(tests.values());
  }

  /**
   * Every file but the tests, by path: rules, configuration and lists as they were written. What
   * {@link #of} takes.
   */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (var files : List.of(rules, config, lists, tests)) {
      files.values().forEach(file -> texts.put(file.path(), file.text()));
    }
    return texts;
  }

  /**
   * Osprey's form on the wire: the rule files, and the whole configuration as one file if there is
   * any. Lists and tests have no place in it.
   */
  public Map<String, String> wire() {
    Map<String, String> texts = new LinkedHashMap<>();
    rules.values().forEach(file -> texts.put(file.path(), file.text()));
    var merged = Config.oneText(config());
    if (!merged.isEmpty()) {
      texts.put(CONFIG, merged);
    }
    return texts;
  }

  /**
   * The SHA-256 in hexadecimal digits over paths and texts of configuration and rules, the same as
   * Osprey's for the same files.
   */
  public String hash() {
    var digest = sha256();
    if (config.values().stream().anyMatch(file -> !file.text().isEmpty())) {
      config.values().forEach(file -> update(digest, file));
    }
    rules.values().stream()
        .sorted(Comparator.comparing(SourceFile::path, Sources::compare))
        .forEach(file -> update(digest, file));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, SourceFile file) {
    digest.update((file.path() + "|" + file.text()).getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The text of a file.
   *
   * @throws FerruleException with {@link ErrorCode#RULE_INVALID} when it is no UTF-8
   */
  public static String text(String path, byte[] bytes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes);
    try {
      String text = decoder.decode(in).toString();
      // Python reads text with universal newlines, so hashes of the same files agree.
      return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    } catch (CharacterCodingException e) {
      throw new FerruleException(
          ErrorCode.RULE_INVALID,
          "expected UTF-8 text, found other bytes: path=%s offset=%d"
              .formatted(path, in.position()),
          e);
    }
  }

  /** Whether a file with this path is one of those that {@link #of} takes. */
  public static boolean takes(String path) {
    return Kind.of(path) != null;
  }

  /** By code points, as Python compares texts. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all others.
        boolean same = Character.isSurrogate(x) == Character.isSurrogate(y);
        return same ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static long utf8Bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /** What a file is for, by its path. */
  enum Kind {
    RULES,
    CONFIG,
    LIST,
    TEST;

    /** The kind of a path, or null when it is none of the set's. */
    static @org.jspecify.annotations.Nullable Kind of(String path) {
      if (path.endsWith(".sml")) {
        return RULES;
      }
      if (!path.endsWith(".yaml")) {
        return null;
      }
      if (path.equals(Sources.CONFIG) || ("/" + path).matches(".*/config/[^/]*")) {
        return CONFIG;
      }
      return path.startsWith("lists/") ? LIST : path.startsWith("tests/") ? TEST : null;
    }
  }

  /** Counts files and bytes against the limits. Confined. */
  static final class Size {
    private int files;
    private long bytes;

    void add(String path, long fileBytes) {
      int mostBytes = takes(path) ? MOST_FILE_BYTES : MOST_BYTES;
      files++;
      bytes += fileBytes;
      if (files > MOST_FILES) {
        throw tooMuch("at most %d files, found more".formatted(MOST_FILES));
      }
      if (fileBytes > mostBytes) {
        throw tooMuch(
            "at most %d bytes in a file, found path=%s bytes=%d"
                .formatted(mostBytes, path, fileBytes));
      }
      if (bytes > MOST_BYTES) {
        throw tooMuch("at most %d bytes in all files, found more".formatted(MOST_BYTES));
      }
    }

    private static FerruleException tooMuch(String message) {
      return new FerruleException(ErrorCode.RULE_LIMIT, "expected " + message);
    }
  }
}
