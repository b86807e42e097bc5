package dev.ferrule.server.results;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;

/**
 * Where a result is: it stays there as long as the result does, however blocks are merged.
 * Immutable; ordered as results were written.
 *
 * @param sequence the number of the transaction that wrote it
 * @param index its place among the results of that transaction, from 0
 */
public record ResultPlace(long sequence, int index) implements Comparable<ResultPlace> {
  /** After all results. */
  public static final ResultPlace END = new ResultPlace(Long.MAX_VALUE, 0);

  @Override
  public int compareTo(ResultPlace other) {
    int bySequence = Long.compare(sequence, other.sequence);
    return bySequence != 0 ? bySequence : Integer.compare(index, other.index);
  }

  /** As a cursor that clients hand back. */
  public String text() {
    return sequence + "-" + index;
  }

  /** The place of a cursor; {@link ErrorCode#QUERY_INVALID} when it is none. */
  public static ResultPlace parse(String text) {
    int dash = text.indexOf('-');
    try {
      if (dash > 0) {
        return new ResultPlace(
            Long.parseLong(text, 0, dash, 10), Integer.parseInt(text.substring(dash + 1)));
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new FerruleException(
        ErrorCode.QUERY_INVALID,
        "expected in ?after what a page gave as next, found another value; leave it out for the"
            + " first page");
  }
}
