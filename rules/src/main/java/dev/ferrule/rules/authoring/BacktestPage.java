package dev.ferrule.rules.authoring;

import dev.ferrule.rules.authoring.BacktestResult.Rule;
import dev.ferrule.rules.authoring.BacktestResult.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A backtest as one HTML page that needs nothing else: no scripts, no other files. Stateless. */
public final class BacktestPage {
  private static final int BARS = 24;
  private static final int CHART_WIDTH = 1_000;

  private BacktestPage() {}

  /**
   * The page.
   *
   * @param before what to call the old version
   * @param after what to call the new one
   */
  public static String render(BacktestResult result, String before, String after) {
    var body = new StringBuilder();
    body.append("<h1>Backtest</h1><p>").append(escape(before)).append(" &rarr; ");
    body.append(escape(after)).append("</p>");
    cards(body, result);
    var changed =
        result.rules().stream()
            .filter(Rule::changed)
            .sorted(Comparator.comparingLong(r -> -r.appeared() - r.disappeared()))
            .toList();
    body.append("<h2>Rules that changed</h2>");
    if (changed.isEmpty()) {
      body.append("<p>Every rule fires on the same events as before.</p>");
    } else {
      table(body, changed);
      body.append("<h2>Hits</h2>");
      key(body);
      bars(body, changed.subList(0, Math.min(BARS, changed.size())));
      body.append("<h2>Hits in each thousand events</h2>");
      key(body);
      timeline(body, changed);
      body.append("<h2>Events that make the difference</h2>");
      changed.forEach(rule -> samples(body, rule));
    }
    body.append("<h2>Time an event takes</h2>");
    key(body);
    durations(body, result);
    body.append("<h2>Rules that fire on the same events</h2>");
    var same = result.rules().stream().filter(rule -> !rule.changed()).toList();
    if (!same.isEmpty()) {
      body.append("<details><summary>").append(same.size()).append(" rules</summary>");
      table(body, same);
      body.append("</details>");
    }
    return template().replace("<!--BODY-->", body);
  }

  private static String template() {
    try (InputStream in = BacktestPage.class.getResourceAsStream("backtest.html")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void cards(StringBuilder out, BacktestResult result) {
    out.append("<div class=cards>");
    card(out, count(result.events()), "events");
    card(out, count(result.verdictsChanged()), "with other verdicts");
    card(
        out,
        count(result.errorsBefore()) + " / " + count(result.errorsAfter()),
        "errors, before / after");
    card(
        out,
        String.format(
            Locale.ROOT,
            "%.1f / %.1f &micro;s",
            result.costBefore().p50Micros(),
            result.costAfter().p50Micros()),
        "an event, median");
    if (result.refused() > 0) {
      card(out, count(result.refused()), "lines that were no events");
    }
    out.append("</div>");
    result.refusals().forEach(text -> out.append("<p>").append(escape(text)).append("</p>"));
  }

  private static void card(StringBuilder out, String figure, String name) {
    out.append("<div class=card><b>").append(figure).append("</b><span>").append(name);
    out.append("</span></div>");
  }

  private static void key(StringBuilder out) {
    out.append("<div class=key><span><i style='background:var(--before)'></i>before</span>");
    out.append("<span><i style='background:var(--after)'></i>after</span></div>");
  }

  private static void table(StringBuilder out, List<Rule> rules) {
    out.append("<div class=scroll><table><thead><tr><th>Rule</th><th>Before</th><th>After</th>");
    out.append("<th>New</th><th>Gone</th><th>Failed before</th><th>after</th></tr></thead><tbody>");
    for (var rule : rules) {
      out.append("<tr><td>").append(escape(rule.name()));
      out.append("<small>").append(escape(rule.description())).append("</small></td><td>");
      out.append(rule.inBefore() ? count(rule.before()) : "&ndash;").append("</td><td>");
      out.append(rule.inAfter() ? count(rule.after()) : "&ndash;").append("</td><td class=more>");
      out.append(rule.appeared() == 0 ? "" : "+" + count(rule.appeared()));
      out.append("</td><td class=less>");
      out.append(rule.disappeared() == 0 ? "" : "&minus;" + count(rule.disappeared()));
      out.append("</td><td>").append(blankIfZero(rule.failedBefore()));
      out.append("</td><td>").append(blankIfZero(rule.failedAfter())).append("</td></tr>");
    }
    out.append("</tbody></table></div>");
  }

  private static void bars(StringBuilder out, List<Rule> rules) {
    long most = 1;
    for (var rule : rules) {
      most = Math.max(most, Math.max(rule.before(), rule.after()));
    }
    int row = 38;
    int left = 320;
    out.append(
        "<svg viewBox='0 0 %d %d' role=img aria-label='hits of each rule'>"
            .formatted(CHART_WIDTH, rules.size() * row));
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      int y = i * row;
      out.append(
          "<text x='%d' y='%d' text-anchor='end'>%s</text>"
              .formatted(left - 12, y + 21, escape(shorten(rule.name(), 46))));
      bar(out, "before", left, y + 4, rule.before(), most);
      bar(out, "after", left, y + 18, rule.after(), most);
    }
    out.append("</svg>");
  }

  private static void bar(StringBuilder out, String style, int x, int y, long hits, long most) {
    double width = (CHART_WIDTH - x - 80.0) * hits / most;
    out.append(
        String.format(
            Locale.ROOT,
            "<rect class='%s' x='%d' y='%d' width='%.1f' height='11' rx='2'/>"
                + "<text x='%.1f' y='%d'>%s</text>",
            style,
            x,
            y,
            width,
            x + width + 6,
            y + 10,
            count(hits)));
  }

  private static void timeline(StringBuilder out, List<Rule> rules) {
    int parts = rules.stream().mapToInt(r -> r.beforeByPart().size()).max().orElse(0);
    var before = new long[Math.max(2, parts)];
    var after = new long[Math.max(2, parts)];
    for (var rule : rules) {
      for (int i = 0; i < rule.beforeByPart().size(); i++) {
        before[i] += rule.beforeByPart().get(i);
        after[i] += rule.afterByPart().get(i);
      }
    }
    long most = 1;
    for (int i = 0; i < before.length; i++) {
      most = Math.max(most, Math.max(before[i], after[i]));
    }
    out.append("<svg viewBox='0 0 1000 200' role=img aria-label='hits over the events in order'>");
    line(out, "line-before", before, most);
    line(out, "line-after", after, most);
    out.append("<text x='4' y='12'>").append(count(most)).append("</text>");
    out.append("<text x='4' y='196'>first event</text>");
    out.append("<text x='996' y='196' text-anchor='end'>last event</text></svg>");
  }

  private static void line(StringBuilder out, String style, long[] values, long most) {
    out.append("<polyline class='").append(style).append("' points='");
    for (int i = 0; i < values.length; i++) {
      double x = 1000.0 * i / (values.length - 1);
      double y = 178 - 160.0 * values[i] / most;
      out.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    out.append("'/>");
  }

  private static void durations(StringBuilder out, BacktestResult result) {
    List<Long> before = result.costBefore().bars();
    List<Long> after = result.costAfter().bars();
    int last = before.size();
    while (last > 4 && before.get(last - 1) + after.get(last - 1) == 0) {
      last--;
    }
    long most = 1;
    for (int i = 0; i < last; i++) {
      most = Math.max(most, Math.max(before.get(i), after.get(i)));
    }
    double step = 1000.0 / last;
    out.append("<svg viewBox='0 0 1000 190' role=img aria-label='how long events take'>");
    for (int i = 0; i < last; i++) {
      column(out, "before", i * step + step * 0.1, step * 0.38, before.get(i), most);
      column(out, "after", i * step + step * 0.5, step * 0.38, after.get(i), most);
      out.append(
          String.format(
              Locale.ROOT,
              "<text x='%.1f' y='184' text-anchor='middle'>%s</text>",
              (i + 0.5) * step,
              micros(i)));
    }
    out.append(
        "</svg><p>Median %.1f and 99th percentile %.1f &micro;s before, %.1f and %.1f after.</p>"
            .formatted(
                result.costBefore().p50Micros(),
                result.costBefore().p99Micros(),
                result.costAfter().p50Micros(),
                result.costAfter().p99Micros()));
  }

  private static void column(
      StringBuilder out, String style, double x, double width, long value, long most) {
    double height = 160.0 * value / most;
    out.append(
        String.format(
            Locale.ROOT,
            "<rect class='%s' x='%.1f' y='%.1f' width='%.1f' height='%.1f'/>",
            style,
            x,
            165 - height,
            width,
            height));
  }

  private static String micros(int bar) {
    long micros = 1L << bar;
    return micros < 1_000 ? micros + " &micro;s" : micros / 1_000 + " ms";
  }

  private static void samples(StringBuilder out, Rule rule) {
    if (rule.appearedSamples().isEmpty() && rule.disappearedSamples().isEmpty()) {
      return;
    }
    out.append("<details><summary><b>").append(escape(rule.name())).append("</b> ");
    if (rule.appeared() > 0) {
      out.append("<span class=more>+").append(count(rule.appeared())).append("</span> ");
    }
    if (rule.disappeared() > 0) {
      out.append("<span class=less>&minus;").append(count(rule.disappeared())).append("</span>");
    }
    out.append("</summary>");
    rule.appearedSamples().forEach(sample -> sample(out, "fires now", "more", sample));
    rule.disappearedSamples().forEach(sample -> sample(out, "fired before", "less", sample));
    out.append("</details>");
  }

  private static void sample(StringBuilder out, String what, String style, Sample sample) {
    out.append("<p><span class=").append(style).append('>').append(what).append("</span>: line ");
    out.append(sample.line()).append(", ").append(escape(sample.actionName()));
    out.append("</p><pre>").append(escape(sample.data())).append("</pre>");
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String blankIfZero(long number) {
    return number == 0 ? "" : count(number);
  }

  private static String shorten(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
