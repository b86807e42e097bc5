package dev.ferrule.server.webhooks;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where results are sent and which. Immutable. Its text never shows the secret.
 *
 * @param name names it in the API
 * @param url where to, by http or https
 * @param secret signs each call; a text that begins with {@code whsec_} is base64 behind that
 * @param on which results
 */
public record Webhook(String name, URI url, String secret, Filter on) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final int LEAST_SECRET_CHARS = 16;
  private static final int MOST_SECRET_CHARS = 256;
  private static final int MOST_URL_CHARS = 2_048;
  private static final int MOST_FILTER_TEXTS = 100;

  /**
   * Which results match: those that have one of the texts of each list that is not empty.
   *
   * @param actions names of actions
   * @param verdicts declared verdicts
   * @param rules rules that fired
   * @param labels labels that were added or removed
   */
  public record Filter(
      List<String> actions, List<String> verdicts, List<String> rules, List<String> labels) {
    public Filter {
      actions = List.copyOf(actions);
      verdicts = List.copyOf(verdicts);
      rules = List.copyOf(rules);
      labels = List.copyOf(labels);
      for (var texts : List.of(actions, verdicts, rules, labels)) {
        if (texts.size() > MOST_FILTER_TEXTS) {
          throw invalid(
              "expected at most %d texts in a list of on, found %d"
                  .formatted(MOST_FILTER_TEXTS, texts.size()));
        }
      }
    }
  }

  public Webhook {
    if (!NAME.matcher(name).matches()) {
      throw invalid(
          "expected a name of 1 to 64 of a-z, 0-9, _ and - that begins with a letter or digit");
    }
    requireUrl(url);
    if (secret.length() < LEAST_SECRET_CHARS || secret.length() > MOST_SECRET_CHARS) {
      throw invalid(
          "expected %d to %d characters in secret, found %d"
              .formatted(LEAST_SECRET_CHARS, MOST_SECRET_CHARS, secret.length()));
    }
    Signature.key(secret);
  }

  /** Reads a URL. */
  public static URI url(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw invalid("expected a URL as https://example.com/hook in url, found another text");
    }
  }

  private static void requireUrl(URI url) {
    String scheme = url.getScheme();
    boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!web || url.getHost() == null || url.getPort() > 65_535) {
      throw invalid("expected a URL as https://example.com/hook in url, found another text");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw invalid("expected a url without user and fragment, found one; calls are signed instead");
    }
    if (url.toString().length() > MOST_URL_CHARS) {
      throw invalid("expected at most %d characters in url, found more".formatted(MOST_URL_CHARS));
    }
  }

  static FerruleException invalid(String message) {
    return new FerruleException(ErrorCode.WEBHOOK_INVALID, message);
  }

  @Override
  public String toString() {
    return "Webhook[name=%s]".formatted(name);
  }
}
