package dev.ferrule.model.json;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.model.json.TrieNode.Rest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks a document along a trie and notes where its paths' values are. Confined. */
final class TrieReader {
  private final Projected into;
  private final Projection.Limits limits;
  private final JsonScanner scanner;
  private final int[] seen; // by node, the read in which its field was last met
  private int read;
  private byte[] bytes = {};
  private int end;

  TrieReader(Projected into, Projection projection) {
    this.into = into;
    limits = projection.limits();
    scanner = new JsonScanner(limits.depth());
    seen = new int[projection.nodes()];
  }

  void read(TrieNode root, byte[] document, int offset, int length) {
    if (length > limits.documentBytes()) {
      throw new FerruleException(
          ErrorCode.EVENT_TOO_LARGE,
          "expected at most %d bytes, found %d".formatted(limits.documentBytes(), length));
    }
    bytes = document;
    end = offset + length;
    scanner.turnTo(document, offset, end);
    if (++read == 0) {
      Arrays.fill(seen, 0);
      read = 1;
    }
    int p = scanner.space(afterMark(offset));
    p = scanner.space(value(root, p, 0));
    if (p < end) {
      throw scanner.unexpected(p, "the end of the document");
    }
  }

  /** Behind the mark that some programs begin UTF-8 with. */
  private int afterMark(int p) {
    return p + 3 <= end
            && bytes[p] == (byte) 0xef
            && bytes[p + 1] == (byte) 0xbb
            && bytes[p + 2] == (byte) 0xbf
        ? p + 3
        : p;
  }

  private int stringKind() {
    if (scanner.escaped()) {
      return Projected.ESCAPED;
    }
    return scanner.wide() ? Projected.STRING : Projected.ASCII;
  }

  /** A value that one path leads to and none through. */
  private int leaf(int path, int p, int depth) {
    if (p >= end) {
      throw scanner.unexpected(p, "a value");
    }
    byte c = bytes[p];
    if (c == '"') {
      scanner.clearMarks();
      int after = scanner.string(p + 1);
      into.found(path, stringKind(), p, after);
      return after;
    }
    if (c == '{' || c == '[') {
      int after = scanner.container(p, depth);
      into.found(path, c == '{' ? Projected.OBJECT : Projected.ARRAY, p, after);
      return after;
    }
    int after = scanner.scalar(p);
    into.found(path, Projected.SCALAR, p, after);
    return after;
  }

  private int value(TrieNode node, int p, int depth) {
    if (node.leaf() >= 0) {
      return leaf(node.leaf(), p, depth);
    }
    if (p >= end) {
      throw scanner.unexpected(p, "a value");
    }
    byte c = bytes[p];
    int after;
    int kind;
    if (c == '"') {
      scanner.clearMarks();
      after = scanner.string(p + 1);
      kind = stringKind();
    } else if (c == '{') {
      after = node.hasFields() ? object(node, p, depth) : scanner.container(p, depth);
      kind = Projected.OBJECT;
    } else if (c == '[') {
      after = node.positions().length > 0 ? array(node, p, depth) : scanner.container(p, depth);
      kind = Projected.ARRAY;
    } else {
      after = scanner.scalar(p);
      kind = Projected.SCALAR;
    }
    for (int path : node.paths()) {
      into.found(path, kind, p, after);
    }
    for (Rest rest : node.rests()) {
      into.walk(rest, p, after);
    }
    if (c != '[') {
      for (Rest rest : node.unlessArray()) {
        into.walk(rest, p, after);
      }
    }
    return after;
  }

  private int object(TrieNode node, int from, int outerDepth) {
    int depth = outerDepth + 1;
    if (depth > limits.depth()) {
      throw scanner.tooDeep(from);
    }
    byte[] b = bytes;
    int p = scanner.space(from + 1);
    if (p < end && b[p] == '}') {
      return p + 1;
    }
    while (true) {
      scanner.clearMarks();
      int afterName = scanner.name(p);
      TrieNode child =
          scanner.escaped()
              ? node.field(JsonText.decode(b, p + 1, afterName - 1))
              : node.field(b, p + 1, afterName - 1, end);
      p = scanner.colon(afterName);
      p = child == null ? scanner.value(p, depth) : field(child, p, depth);
      p = scanner.space(p);
      if (p < end && b[p] == ',') {
        p = scanner.space(p + 1);
      } else if (p < end && b[p] == '}') {
        return p + 1;
      } else {
        throw scanner.unexpected(p, "',' or '}'");
      }
    }
  }

  private int field(TrieNode child, int p, int depth) {
    if (seen[child.id()] == read) {
      forget(child);
    }
    seen[child.id()] = read;
    return value(child, p, depth);
  }

  /** Undoes what an earlier field of the same name led to. */
  private void forget(TrieNode node) {
    seen[node.id()] = 0;
    for (int path : node.paths()) {
      into.forget(path);
    }
    for (Rest rest : node.rests()) {
      into.forget(rest.path());
    }
    for (Rest rest : node.unlessArray()) {
      into.forget(rest.path());
    }
    for (TrieNode child : node.fields()) {
      forget(child);
    }
    for (TrieNode child : node.elements()) {
      forget(child);
    }
  }

  private int array(TrieNode node, int from, int outerDepth) {
    int depth = outerDepth + 1;
    if (depth > limits.depth()) {
      throw scanner.tooDeep(from);
    }
    byte[] b = bytes;
    int p = scanner.space(from + 1);
    if (p < end && b[p] == ']') {
      return p + 1;
    }
    int[] positions = node.positions();
    int next = 0;
    for (int position = 0; ; position++) {
      @Nullable TrieNode child = null;
      if (next < positions.length && positions[next] == position) {
        child = node.elements()[next++];
      }
      p = child == null ? scanner.value(p, depth) : value(child, p, depth);
      p = scanner.space(p);
      if (p < end && b[p] == ',') {
        p = scanner.space(p + 1);
      } else if (p < end && b[p] == ']') {
        return p + 1;
      } else {
        throw scanner.unexpected(p, "',' or ']'");
      }
    }
  }
}
