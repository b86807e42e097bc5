package dev.ferrule.rules.personal;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds personal identifiers in a text, by their form and their check digits. Names and addresses
 * have neither, and are not found. Time grows with the length of the text. Stateless.
 */
public final class PersonalFinder {
  private PersonalFinder() {}

  /**
   * Where an identifier stands, {@code [startChars, endChars)}.
   *
   * @param kind what it is
   */
  public record Found(PersonalKind kind, int startChars, int endChars) {}

  /** Every identifier, in order; none overlap. */
  public static List<Found> find(String text) {
    List<Found> found = null;
    int at = 0;
    while (at < text.length()) {
      Found next = at(text, at);
      if (next == null) {
        at++;
      } else {
        found = found == null ? new ArrayList<>() : found;
        found.add(next);
        at = next.endChars();
      }
    }
    return found == null ? List.of() : found;
  }

  /** The kinds that stand in a text. */
  public static Set<PersonalKind> kinds(String text) {
    var kinds = EnumSet.noneOf(PersonalKind.class);
    find(text).forEach(found -> kinds.add(found.kind()));
    return kinds;
  }

  /** The text with the kind in brackets for each identifier of these kinds: {@code [email]}. */
  public static String mask(String text, Set<PersonalKind> kinds) {
    var masked = new StringBuilder();
    int copied = 0;
    for (Found found : find(text)) {
      if (kinds.contains(found.kind())) {
        masked.append(text, copied, found.startChars());
        masked.append('[').append(found.kind().text()).append(']');
        copied = found.endChars();
      }
    }
    return copied == 0 ? text : masked.append(text, copied, text.length()).toString();
  }

  /* Each kind begins where a word does, so the few places that can begin one are seen by one look. */
  private static @Nullable Found at(String text, int start) {
    char first = text.charAt(start);
    boolean afterWord = start > 0 && Character.isLetterOrDigit(text.charAt(start - 1));
    if (afterWord || !(Character.isLetterOrDigit(first) || "+(:_%".indexOf(first) >= 0)) {
      return null;
    }
    int end = Numbers.iban(text, start);
    if (end > 0) {
      return new Found(PersonalKind.IBAN, start, end);
    }
    end = Numbers.card(text, start);
    if (end > 0) {
      return new Found(PersonalKind.CARD, start, end);
    }
    end = Addresses.email(text, start);
    if (end > 0) {
      return new Found(PersonalKind.EMAIL, start, end);
    }
    end = Addresses.ip(text, start);
    if (end > 0) {
      return new Found(PersonalKind.IP, start, end);
    }
    end = Numbers.phone(text, start);
    return end > 0 ? new Found(PersonalKind.PHONE, start, end) : null;
  }
}
