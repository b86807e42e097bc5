package dev.ferrule.text.extract;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/** What of a web page is not its content: scripts, menus, controls, hidden parts. Immutable. */
final class HtmlFurniture {
  private static final Set<String> DROPPED =
      Set.of(
          "script",
          "style",
          "noscript",
          "template",
          "nav",
          "footer",
          "aside",
          "svg",
          "canvas",
          "iframe",
          "object",
          "embed",
          "audio",
          "video",
          "button",
          "select",
          "input",
          "textarea",
          "datalist",
          "dialog",
          "map",
          "head");
  private static final Set<String> DROPPED_ROLES =
      Set.of("navigation", "contentinfo", "complementary", "search", "dialog");

  /** Whether the element and all below it is left out. */
  boolean isDropped(Element element) {
    String name = element.normalName();
    if (DROPPED.contains(name) || isHidden(element)) {
      return true;
    }
    String role = element.attr("role");
    if (DROPPED_ROLES.contains(role)) {
      return true;
    }
    if (name.equals("header") || role.equals("banner")) {
      return element.selectFirst("h1") == null && element.closest("main, article") == null;
    }
    // Some frameworks wrap the whole page in one form: that form is content.
    return name.equals("form") && element.selectFirst("h1, h2, article, main, table") == null;
  }

  /** Whether a table holds data: a layout table holds other tables. */
  static boolean isDataTable(Element table) {
    String role = table.attr("role");
    boolean layout = role.equals("presentation") || role.equals("none");
    return !layout && table.selectFirst("table table") == null;
  }

  private static boolean isHidden(Element element) {
    if (element.attributesSize() == 0) {
      return false;
    }
    if (element.hasAttr("hidden") || element.attr("aria-hidden").equals("true")) {
      return true;
    }
    String style = element.attr("style");
    if (style.isEmpty()) {
      return false;
    }
    String flat = style.toLowerCase(Locale.ROOT).replace(" ", "");
    return flat.contains("display:none") || flat.contains("visibility:hidden");
  }
}
