package dev.ferrule.server.releases;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs from one release to another. Immutable.
 *
 * @param files the files that differ, by path
 * @param rulesAdded names of rules that only the other has
 * @param rulesRemoved names of rules that only the first has
 * @param rulesChanged names of rules that are written differently, wherever they stand
 */
public record ReleaseDiff(
    List<File> files,
    List<String> rulesAdded,
    List<String> rulesRemoved,
    List<String> rulesChanged) {
  /** Files with more lines together are named without what differs in them. */
  private static final int MOST_LINES = 20_000;

  private static final int CONTEXT_LINES = 3;

  public ReleaseDiff {
    files = List.copyOf(files);
    rulesAdded = List.copyOf(rulesAdded);
    rulesRemoved = List.copyOf(rulesRemoved);
    rulesChanged = List.copyOf(rulesChanged);
  }

  /** How a file differs. */
  public enum Change {
    ADDED,
    REMOVED,
    CHANGED
  }

  /**
   * A file that differs.
   *
   * @param unified the difference as a unified diff; null when it is no text or too long
   */
  public record File(String path, Change change, @Nullable String unified) {}

  /** Compares two releases. */
  public static ReleaseDiff between(Release first, Release other) {
    var paths = new TreeSet<>(first.files().keySet());
    paths.addAll(other.files().keySet());
    var files = new ArrayList<File>();
    int linesLeft = MOST_LINES;
    for (String path : paths) {
      byte[] before = first.files().get(path);
      byte[] after = other.files().get(path);
      if (!Arrays.equals(before, after)) {
        List<String> old = lines(before);
        List<String> now = lines(after);
        int lines = old == null || now == null ? Integer.MAX_VALUE : old.size() + now.size();
        String unified = null;
        if (old != null && now != null && lines <= linesLeft) {
          linesLeft -= lines;
          unified =
              unified(
                  before == null ? "/dev/null" : "a/" + path,
                  after == null ? "/dev/null" : "b/" + path,
                  old,
                  now);
        }
        files.add(new File(path, change(before, after), unified));
      }
    }
    return withRules(files, RuleOutline.of(first), RuleOutline.of(other));
  }

  private static Change change(byte @Nullable [] before, byte @Nullable [] after) {
    return before == null ? Change.ADDED : after == null ? Change.REMOVED : Change.CHANGED;
  }

  private static @Nullable List<String> lines(byte @Nullable [] content) {
    if (content == null) {
      return List.of();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.indexOf('\0') >= 0 ? null : text.lines().toList();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static String unified(String before, String after, List<String> old, List<String> now) {
    var patch = DiffUtils.diff(old, now, new MyersDiffWithLinearSpace<>());
    return String.join(
        "\n", UnifiedDiffUtils.generateUnifiedDiff(before, after, old, patch, CONTEXT_LINES));
  }

  private static ReleaseDiff withRules(List<File> files, RuleOutline first, RuleOutline other) {
    var added = new ArrayList<String>();
    var removed = new ArrayList<String>();
    var changed = new ArrayList<String>();
    other
        .rules()
        .forEach((name, place) -> {
          var before = first.rules().get(name);
          if (before == null) {
            added.add(name);
          } else if (!before.text().equals(place.text())) {
            changed.add(name);
          }
        });
    first.rules().keySet().stream()
        .filter(name -> !other.rules().containsKey(name))
        .forEach(removed::add);
    return new ReleaseDiff(files, added, removed, changed);
  }

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return files.isEmpty();
  }
}
