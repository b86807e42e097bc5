package dev.ferrule.text.extract;

import dev.ferrule.text.Block.Kind;
import dev.ferrule.text.StructuredText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;
import org.jspecify.annotations.Nullable;

/** Text of a web page without its scripts, menus and other furniture. Immutable. */
final class Html {
  private final ExtractionLimits limits;

  Html(ExtractionLimits limits) {
    this.limits = limits;
  }

  StructuredText extract(String html) {
    Document document = Jsoup.parse(html);
    var walk = new Walk(limits);
    // jsoup's traversor is a loop, so a page cannot exhaust the stack however deep it nests.
    NodeTraversor.filter(walk, document.body());
    walk.flush();
    String title = walk.firstMainHeading.isEmpty() ? document.title() : walk.firstMainHeading;
    return walk.out.build(title, 0);
  }

  /** A list being walked. */
  private static final class ListScope {
    final boolean ordered;
    int next;

    ListScope(boolean ordered, int next) {
      this.ordered = ordered;
      this.next = next;
    }
  }

  /** A data table being walked: the cells of the current row, and the cell text so far. */
  private static final class TableScope {
    final int group;
    final List<String> cells = new ArrayList<>();

    TableScope(int group) {
      this.group = group;
    }
  }

  /** One walk over a page: inline text gathers until a block begins or ends. */
  private static final class Walk implements NodeFilter {
    private static final Set<String> BLOCKS =
        Set.of(
            "address",
            "article",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "legend",
            "li",
            "main",
            "menu",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "caption",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul");

    final StructureBuilder out;
    String firstMainHeading = "";

    private final StringBuilder inline = new StringBuilder();
    private final Deque<ListScope> lists = new ArrayDeque<>();
    private final HtmlFurniture furniture = new HtmlFurniture();
    private @Nullable TableScope table;
    private int preDepth;
    private int headingLevel;
    private int itemDepth;
    private int listGroup = -1;
    private String marker = "";

    Walk(ExtractionLimits limits) {
      this.out = new StructureBuilder(limits);
    }

    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof TextNode text) {
        appendText(text.getWholeText());
        return FilterResult.CONTINUE;
      }
      if (!(node instanceof Element element)) {
        return FilterResult.SKIP_ENTIRELY;
      }
      if (furniture.isDropped(element)) {
        return FilterResult.SKIP_ENTIRELY;
      }
      String name = element.normalName();
      switch (name) {
        case "br" -> lineBreak();
        case "img" -> appendText(" " + element.attr("alt") + " ");
        default -> {
          if (BLOCKS.contains(name)) {
            enterBlock(element, name);
          }
        }
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element && BLOCKS.contains(element.normalName())) {
        leaveBlock(element.normalName());
      }
      return FilterResult.CONTINUE;
    }

    private void enterBlock(Element element, String name) {
      flush();
      switch (name) {
        case "h1", "h2", "h3", "h4", "h5", "h6" -> headingLevel = name.charAt(1) - '0';
        case "pre" -> preDepth++;
        case "ul", "ol", "menu" -> enterList(element, name);
        case "li" -> enterItem();
        case "table" -> {
          if (table == null && HtmlFurniture.isDataTable(element)) {
            table = new TableScope(out.newGroup());
          }
        }
        default -> {}
      }
    }

    private void leaveBlock(String name) {
      if (table != null) {
        leaveInTable(table, name);
        return;
      }
      flush();
      switch (name) {
        case "h1", "h2", "h3", "h4", "h5", "h6" -> headingLevel = 0;
        case "pre" -> preDepth--;
        case "ul", "ol", "menu" -> {
          lists.pollLast();
          listGroup = lists.isEmpty() ? -1 : listGroup;
        }
        case "li" -> itemDepth = Math.max(0, itemDepth - 1);
        default -> {}
      }
    }

    private void enterList(Element element, String name) {
      if (lists.isEmpty()) {
        listGroup = out.newGroup();
      }
      int start = 1;
      String given = element.attr("start");
      if (!given.isEmpty() && given.length() < 6 && given.chars().allMatch(Character::isDigit)) {
        start = Integer.parseInt(given);
      }
      lists.addLast(new ListScope(name.equals("ol"), start));
    }

    private void enterItem() {
      itemDepth++;
      ListScope list = lists.peekLast();
      marker = list != null && list.ordered ? list.next++ + ". " : "- ";
      if (listGroup < 0) {
        listGroup = out.newGroup();
      }
    }

    private void leaveInTable(TableScope scope, String name) {
      switch (name) {
        case "td", "th" -> {
          scope.cells.add(inline.toString());
          inline.setLength(0);
        }
        case "tr" -> endRow(scope);
        case "caption" -> {
          out.append(Kind.PARAGRAPH, 0, inline.toString(), 0);
          inline.setLength(0);
        }
        case "table" -> {
          endRow(scope);
          table = null; // a data table holds no other table
        }
        case "pre" -> preDepth--;
        case "ul", "ol", "menu" -> lists.pollLast();
        case "li" -> itemDepth = Math.max(0, itemDepth - 1);
        case "h1", "h2", "h3", "h4", "h5", "h6" -> headingLevel = 0;
        default -> {}
      }
    }

    private void endRow(TableScope scope) {
      if (!inline.isEmpty()) {
        scope.cells.add(inline.toString());
        inline.setLength(0);
      }
      out.appendRow(scope.cells, scope.group, 0);
      scope.cells.clear();
    }

    private void appendText(String text) {
      if (preDepth > 0 && table == null) {
        inline.append(text);
        return;
      }
      for (int i = 0; i < text.length(); i++) {
        Whitespace.appendCollapsed(inline, text.charAt(i));
      }
    }

    private void lineBreak() {
      boolean kept = headingLevel == 0 && table == null;
      inline.append(kept ? '\n' : ' ');
    }

    /** Ends the block before; in a table cell blocks are only apart by a space. */
    void flush() {
      if (table != null) {
        Whitespace.appendCollapsed(inline, ' ');
        return;
      }
      if (inline.isEmpty()) {
        return;
      }
      String content = inline.toString();
      inline.setLength(0);
      if (content.isBlank()) {
        return;
      }
      if (headingLevel > 0) {
        out.append(Kind.HEADING, headingLevel, content, 0);
        if (headingLevel == 1 && firstMainHeading.isEmpty()) {
          firstMainHeading = content;
        }
      } else if (preDepth > 0) {
        out.append(Kind.CODE, 0, content, 0);
      } else if (itemDepth > 0) {
        out.appendItem(Math.clamp(lists.size(), 1, 32), listGroup, marker, content, 0);
        marker = "";
      } else {
        out.append(Kind.PARAGRAPH, 0, content, 0);
      }
    }
  }
}
