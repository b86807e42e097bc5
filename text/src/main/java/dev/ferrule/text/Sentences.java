package dev.ferrule.text;

import dev.ferrule.model.TextSpan;
import java.util.List;

/**
 * Splits text into sentences by its punctuation, in any language that ends sentences with {@code .
 * ! ? …} or the marks of Chinese, Japanese, Arabic and Hindi. Stateless and thread-safe; O(n) time.
 *
 * <p>A line break within a paragraph ends nothing; a blank line, the line before a list item, and a
 * Markdown heading's line end do. Abbreviations are those of English, German, Spanish, French and
 * Russian.
 */
public final class Sentences implements SentenceSplitter {
  /** So many full stops in a row are a leader, as on a menu; an ellipsis has three or four. */
  private static final int LEADER_STOPS = 5;

  /*
   * One pass, no regular expressions. At a terminator the scanner takes what belongs to it (more
   * terminators, closing quotes and brackets, marks like [12]), looks at the first character of
   * what follows, and asks SentenceEnds whether a full stop there ends a sentence. Everything it
   * looks at is either taken, so never read again, or bounded: a word back, a word ahead. White
   * space ahead is read at most twice, once by the terminator and once when it is passed.
   */

  private static final String CLOSERS =
      "\"'\u201d\u2019\u201c\u00bb\u203a)]}*_`\u300d\u300f\uff09"
          + "\u300b\u3011\u3015\u3009\u2033";
  private static final int MAX_MARK_CHARS = 24;

  /** Adds the sentences of {@code text[startChars, endChars)} to {@code out}, in order, trimmed. */
  @Override
  public void split(String text, int startChars, int endChars, List<TextSpan> out) {
    new Scan(text, startChars, endChars, out).run();
  }

  /** The state of one call. */
  private static final class Scan {
    private final String text;
    private final int end;
    private final List<TextSpan> out;
    private int at;
    private int sentenceStart = -1;
    private int lastInk = -1;

    Scan(String text, int start, int end, List<TextSpan> out) {
      this.text = text;
      this.at = start;
      this.end = end;
      this.out = out;
    }

    void run() {
      boolean heading = startsHeading(at);
      while (at < end) {
        char c = text.charAt(at);
        if (c == '\n' || c == '\r') {
          int next = nextInk(at);
          if (heading || endsParagraph(at, next) || startsItem(next) || startsHeading(next)) {
            close();
          }
          heading = startsHeading(next);
          at = next;
        } else if (isWhite(c)) {
          at++;
        } else {
          ink(at);
          at++;
          if (SentenceEnds.isTerminator(c)) {
            terminator(c);
          }
        }
      }
      close();
    }

    private void ink(int position) {
      if (sentenceStart < 0) {
        sentenceStart = position;
      }
      lastInk = position;
    }

    private void close() {
      if (sentenceStart >= 0) {
        out.add(new TextSpan(sentenceStart, lastInk + 1));
        sentenceStart = -1;
      }
    }

    /** Decides at a terminator that was just passed. */
    private void terminator(char first) {
      int mark = at - 1;
      boolean wide = SentenceEnds.isWide(first);
      boolean onlyStop = first == '.';
      int stops = 1;
      while (at < end && SentenceEnds.isTerminator(text.charAt(at))) {
        char c = text.charAt(at);
        wide |= SentenceEnds.isWide(c);
        onlyStop &= c == '.';
        stops++;
        at++;
      }
      if (onlyStop && stops >= LEADER_STOPS) {
        lastInk = at - 1;
        return; // dots that lead the eye from a name to its price
      }
      int afterStops = at;
      takeClosers();
      boolean quoted = at > afterStops;
      takeMarks();
      lastInk = at - 1;
      if (at >= end) {
        return;
      }
      boolean spaced = isWhite(text.charAt(at));
      if (!spaced && !wide) {
        return;
      }
      if (wide && !spaced) {
        if (!(quoted && isHiragana(text.charAt(at)))) {
          close();
        }
        return;
      }
      boolean single = onlyStop && stops == 1;
      if (endsBefore(nextInk(at), single, quoted, wide, mark)) {
        close();
      }
    }

    /** Whether a sentence ends before the text that begins at {@code next}. */
    private boolean endsBefore(int next, boolean single, boolean quoted, boolean wide, int mark) {
      if (next >= end || wide) {
        return true;
      }
      int letter = skipDash(next);
      int c = text.codePointAt(letter);
      boolean lower = Character.isLowerCase(c);
      if (SentenceEnds.isTerminator(text.charAt(next)) || (letter > next && lower)) {
        return false;
      }
      if (single) {
        boolean abbreviated =
            !quoted && SentenceEnds.isAbbreviated(text, sentenceStart, mark, next, end);
        return !lower && !abbreviated;
      }
      boolean spoken = quoted || text.charAt(mark) == '.' || text.charAt(mark) == '\u2026';
      return !(lower && spoken);
    }

    private void takeClosers() {
      while (at < end && CLOSERS.indexOf(text.charAt(at)) >= 0) {
        // This quote closes in German and opens elsewhere.
        boolean opens =
            text.charAt(at) == '\u201c' && at + 1 < end && !isWhite(text.charAt(at + 1));
        if (opens) {
          return;
        }
        at++;
      }
    }

    /** Takes footnote marks: {@code [12]}, {@code [^a]}, raised digits. */
    private void takeMarks() {
      boolean taken = true;
      while (taken && at < end) {
        taken = false;
        char c = text.charAt(at);
        if (c == '[') {
          int close = at + 1;
          int limit = Math.min(end, at + MAX_MARK_CHARS);
          while (close < limit && isMarkPart(text.charAt(close))) {
            close++;
          }
          if (close < limit && close > at + 1 && text.charAt(close) == ']') {
            at = close + 1;
            taken = true;
          }
        } else if (c == '\u00b9' || c == '\u00b2' || c == '\u00b3' || isRaised(c)) {
          at++;
          taken = true;
        }
      }
    }

    private static boolean isMarkPart(char c) {
      return (c >= '0' && c <= '9') || " ,;-\u2013^*abcnote".indexOf(c) >= 0;
    }

    private static boolean isRaised(char c) {
      return c >= '\u2070' && c <= '\u2079';
    }

    /** Past a dash and its spaces, as before what follows speech; else the same position. */
    private int skipDash(int from) {
      char c = text.charAt(from);
      if (c != '-' && c != '\u2013' && c != '\u2014') {
        return from;
      }
      int next = from + 1;
      int limit = Math.min(end, from + 4);
      while (next < limit && isWhite(text.charAt(next))) {
        next++;
      }
      return next < limit ? next : from;
    }

    private int nextInk(int from) {
      int next = from;
      while (next < end && isWhite(text.charAt(next))) {
        next++;
      }
      return next;
    }

    /** Whether there is a blank line within white space. */
    private boolean endsParagraph(int from, int to) {
      int lineEnds = 0;
      for (int i = from; i < to && lineEnds < 2; i++) {
        char c = text.charAt(i);
        boolean second = c == '\n' && i > from && text.charAt(i - 1) == '\r';
        lineEnds += (c == '\n' || c == '\r' || c == '\u2029') && !second ? 1 : 0;
      }
      return lineEnds >= 2;
    }

    /** {@code - item}, {@code 1. item}, {@code > quote} at the start of a line. */
    private boolean startsItem(int from) {
      if (from >= end) {
        return false;
      }
      char c = text.charAt(from);
      if ("-*+\u2022\u2023\u25e6\u25aa\u25cf\u2013".indexOf(c) >= 0) {
        return from + 1 < end && isWhite(text.charAt(from + 1));
      }
      int i = from;
      while (i < end && i - from < 3 && Character.isDigit(text.charAt(i))) {
        i++;
      }
      boolean closed = i > from && i < end && (text.charAt(i) == '.' || text.charAt(i) == ')');
      return closed && i + 1 < end && isWhite(text.charAt(i + 1));
    }

    private boolean startsHeading(int from) {
      int i = from;
      while (i < end && i - from < 7 && text.charAt(i) == '#') {
        i++;
      }
      return i > from && i - from <= 6 && i < end && isWhite(text.charAt(i));
    }

    private static boolean isHiragana(char c) {
      return c >= '\u3041' && c <= '\u309f';
    }
  }

  static boolean isWhite(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
