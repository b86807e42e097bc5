package dev.ferrule.server.answer;

import dev.ferrule.index.TextTerms;
import dev.ferrule.model.CollectionSchema.Analyzer;
import dev.ferrule.server.collections.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The terms of texts that questions found lately: to analyze the passages of a question again took
 * more than half of an answer's time without a model. Thread-safe.
 */
final class RecentTerms {
  /** Of all texts together; with their terms that is some 12 MB. */
  private static final int MOST_CHARS = 4_000_000;

  private final Map<Key, TextTerms> recent = new LinkedHashMap<>(16, 0.75f, true);
  private int chars;

  private record Key(Analyzer analyzer, String text) {}

  /** The terms of a text, as the index of a collection makes them. */
  TextTerms of(Collection collection, String text) {
    var key = new Key(collection.stored().schema().analyzer(), text);
    synchronized (this) {
      TextTerms known = recent.get(key);
      if (known != null) {
        return known;
      }
    }
    TextTerms made = collection.index().analyze(text);
    synchronized (this) {
      if (recent.putIfAbsent(key, made) == null) {
        chars += text.length();
      }
      for (Iterator<Key> oldest = recent.keySet().iterator(); chars > MOST_CHARS; ) {
        chars -= oldest.next().text().length();
        oldest.remove();
      }
    }
    return made;
  }
}
