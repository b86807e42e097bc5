package dev.ferrule.model.json;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path into a JSON document, in the dialect of the Python package jsonpath-rw, of which {@link
 * Projection} takes the first match. Immutable, thread-safe.
 *
 * <p>All of the dialect's grammar is read: fields ({@code a.b}, {@code $.a}, {@code ['$type']},
 * {@code 'c-d'}, {@code a,b}), {@code *}, positions ({@code [0]}, {@code [-1]}), slices ({@code
 * [*]}, {@code [0:2]}), descendants ({@code $..b}), {@code a|b}, {@code a where b}, {@code `this`},
 * {@code `parent`} and parentheses, with its precedence: a bracket applies to all that stands
 * before it, {@code where} binds tighter than {@code |}, and {@code |} tighter than a dot. Only
 * {@code &} is refused, which the reference reads and then fails on at every event.
 *
 * <p>Plain fields and positions from the left are matched while the document is read. From the
 * first other step on, a path is answered from the value found so far, when it is first asked for.
 */
public final class JsonPath {
  private final String text;
  private final List<String> prefix;
  private final PathStep expression;

  private JsonPath(String text, List<String> prefix, PathStep expression) {
    this.text = text;
    this.prefix = prefix;
    this.expression = expression;
  }

  /**
   * Reads a path.
   *
   * @throws FerruleException {@link ErrorCode#RULE_PATH}, with the reference's own message where it
   *     has a stable one
   */
  public static JsonPath parse(String text) {
    return new JsonPath(text, List.of(), new PathParser(text).parse());
  }

  /** The path as it was written. */
  public String text() {
    return text;
  }

  /**
   * The path as the reference prints it in its messages: {@code $.a.[0]} for {@code $.a[0]}. A
   * union, which it prints by its memory address, stands as written.
   */
  public String canonical() {
    return expression.toString();
  }

  /** The same path below a field of the document: {@code $.a} under "data" is {@code $.data.a}. */
  public JsonPath under(String field) {
    var longer = new ArrayList<String>();
    longer.add(field);
    longer.addAll(prefix);
    return new JsonPath(text, List.copyOf(longer), expression);
  }

  /** The fields that lead to what the path calls its root. */
  List<String> prefix() {
    return prefix;
  }

  PathStep expression() {
    return expression;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonPath path && path.text.equals(text) && path.prefix.equals(prefix);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + prefix.hashCode();
  }

  @Override
  public String toString() {
    return prefix.isEmpty() ? text : text + " under " + String.join(".", prefix);
  }
}
