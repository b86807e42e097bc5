package dev.ferrule.rules.editor;

import dev.ferrule.rules.syntax.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of what a file imports. Stateless. */
final class Imports {
  private Imports() {}

  /** What makes a file import another: the path in its place in the list, or a new statement. */
  static Edit add(FileModel file, String path) {
    Node.ListLiteral list = null;
    for (var call : file.imports()) {
      if (call.find("rules") instanceof Node.ListLiteral found) {
        list = found;
        break;
      }
    }
    return list == null ? statement(file, path) : item(file, list, path);
  }

  private static Edit statement(FileModel file, String path) {
    var text = "Import(rules=['%s'])\n\n".formatted(path);
    var first = file.root().statements().isEmpty() ? null : file.root().statements().getFirst();
    int at = first == null ? commentEnd(file) : first.span().startChars();
    int broken = firstGap(file);
    return Edit.insert(file.path(), broken >= 0 ? Math.min(at, broken) : at, text);
  }

  /** Where the first statement that does not parse starts, or -1. */
  private static int firstGap(FileModel file) {
    if (file.errors().isEmpty()) {
      return -1;
    }
    var whole = file.file().text();
    var readable = file.readable().text();
    for (int i = 0; i < whole.length(); i++) {
      if (whole.charAt(i) != readable.charAt(i)) {
        return file.lines().lineStart(i);
      }
    }
    return -1;
  }

  private static int commentEnd(FileModel file) {
    var text = file.file().text();
    int at = 0;
    while (at < text.length() && text.charAt(at) == '#') {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end + 1;
    }
    return at;
  }

  private static Edit item(FileModel file, Node.ListLiteral list, String path) {
    var text = file.file().text();
    if (list.items().isEmpty()) {
      return Edit.insert(file.path(), list.span().startChars() + 1, "'%s'".formatted(path));
    }
    var first = list.items().getFirst().span();
    char quote = text.charAt(first.startChars()) == '"' ? '"' : '\'';
    var item = quote + path + quote;
    var next = after(list.items(), path);
    if (next != null) {
      int at = next.span().startChars();
      return Edit.insert(file.path(), at, item + "," + separator(file, at));
    }
    var last = list.items().getLast().span();
    int end = last.endChars();
    boolean comma = text.startsWith(",", end);
    int at = comma ? end + 1 : end;
    var before = separator(file, last.startChars());
    return Edit.insert(file.path(), at, comma ? before + item + "," : "," + before + item);
  }

  private static Node.@Nullable Expression after(List<Node.Expression> items, String path) {
    for (var item : items) {
      if (item instanceof Node.TextLiteral(var value, _) && value.compareTo(path) > 0) {
        return item;
      }
    }
    return null;
  }

  /**
   * What stands between two items: the line end and the indent of an item that has its own line.
   */
  private static String separator(FileModel file, int itemStart) {
    var text = file.file().text();
    var lead = text.substring(file.lines().lineStart(itemStart), itemStart);
    return lead.isBlank() ? "\n" + lead : " ";
  }
}
