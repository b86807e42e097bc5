package dev.ferrule.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rule sets of any size and events for them: three conditions a rule, one of them a pattern over
 * the message. The same seed gives the same bytes.
 */
final class GeneratedRules {
  private static final String[] WORDS = {
    "free", "coin", "gift", "meet", "photo", "login", "verify", "wallet", "admin", "prize", "click",
    "offer", "today", "crypto", "friend", "video", "server", "invite", "trade", "account", "bonus"
  };

  private GeneratedRules() {}

  /** The files of a set. */
  static Map<String, String> files(int rules, long seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    text.append("ActionName = GetActionName()\n");
    for (int i = 0; i < 8; i++) {
      text.append("Count%d: int = JsonData(path='$.user.count%d')\n".formatted(i, i));
      text.append("Name%d: str = JsonData(path='$.user.name%d')\n".formatted(i, i));
    }
    text.append("Score: float = JsonData(path='$.message.score')\n");
    text.append("Text: str = JsonData(path='$.message.text')\n");
    var names = new ArrayList<String>();
    for (int i = 0; i < rules; i++) {
      String name = "Rule" + i;
      names.add(name);
      text.append(
          """
          %s = Rule(
              when_all=[
                  %s,
                  %s,
                  RegexMatch(target=Text, pattern=r'%s'),
              ],
              description='rule number %d',
          )
          """
              .formatted(name, number(random), words(random), pattern(random, i), i));
      if (names.size() == 10 || i == rules - 1) {
        text.append(
            "WhenRules(rules_any=[%s], then=[DeclareVerdict(verdict='verdict%d')])\n"
                .formatted(String.join(", ", names), i / 10));
        names.clear();
      }
    }
    return Map.of("main.sml", text.toString(), "config.yaml", "");
  }

  private static String number(Random random) {
    return random.nextInt(3) == 0
        ? "Score > %s".formatted(random.nextInt(90) / 100.0)
        : "Count%d %s %d"
            .formatted(random.nextInt(8), random.nextBoolean() ? ">" : "<=", random.nextInt(100));
  }

  private static String words(Random random) {
    int field = random.nextInt(8);
    String word = WORDS[random.nextInt(WORDS.length)];
    return switch (random.nextInt(3)) {
      case 0 -> "Name%d == '%s'".formatted(field, word);
      case 1 ->
          "Name%d in ['%s', '%s', 'other']"
              .formatted(field, word, WORDS[random.nextInt(WORDS.length)]);
      default -> "Name%d != '%s'".formatted(field, word);
    };
  }

  private static String pattern(Random random, int number) {
    String first = WORDS[random.nextInt(WORDS.length)];
    String second = WORDS[random.nextInt(WORDS.length)];
    return switch (number % 4) {
      case 0 -> "(?i)\\b%s\\s+%s%d?\\b".formatted(first, second, number % 10);
      case 1 -> "%s[a-z]*\\s?(?:now|%s)%d".formatted(first, second, number % 100);
      case 2 -> "https?://[^\\s/]+/%s/%s".formatted(first, second);
      default -> "\\b%s(?:s|ed)?\\W{1,3}%s\\b".formatted(first, second);
    };
  }

  /** The data of events, as JSON text. */
  static List<String> events(int count, long seed) {
    var random = new Random(seed);
    var events = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      var user = new StringBuilder();
      for (int field = 0; field < 8; field++) {
        user.append(
            "\"count%d\": %d, \"name%d\": \"%s\", "
                .formatted(field, random.nextInt(100), field, WORDS[random.nextInt(WORDS.length)]));
      }
      events.add(
          """
          {"user": {%s"id": "u%d"}, "message": {"id": %d, "text": "%s", "score": %s, "lang": "en", \
          "tags": ["a", "b"]}, "device": {"os": "linux", "version": [1, 2, 3]}}\
          """
              .formatted(
                  user,
                  random.nextInt(100_000),
                  random.nextInt(1 << 30),
                  message(random),
                  random.nextInt(1000) / 1000.0));
    }
    return events;
  }

  /** The data of an event in an envelope without an id, so that it is never a duplicate. */
  static String envelope(String data) {
    return "{\"action_name\": \"message_sent\", \"timestamp\":"
        + " \"2026-01-02T03:04:05.678900+00:00\", \"data\": "
        + data
        + "}";
  }

  private static String message(Random random) {
    var text = new StringBuilder();
    int words = 5 + random.nextInt(40);
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ");
      if (random.nextInt(30) == 0) {
        text.append("https://site%d.example/".formatted(random.nextInt(100)));
        text.append(WORDS[random.nextInt(WORDS.length)]).append('/');
      }
      text.append(
          random.nextInt(3) == 0
              ? WORDS[random.nextInt(WORDS.length)]
              : "word" + random.nextInt(500));
    }
    return text.toString();
  }
}
