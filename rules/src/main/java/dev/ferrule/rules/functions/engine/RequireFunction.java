package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.optional;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import java.util.List;

/** {@code Require}: runs another file, which an f-string may choose by the event. */
final class RequireFunction implements Function {
  private static final Signature SIGNATURE =
      new Signature(
          "Require",
          List.of(),
          "Engine",
          "Runs another file without making its names visible in this one.",
          List.of(
              Parameter.of(
                  "rule",
                  Type.STR,
                  "The file's path: text, or an f-string that comes to a path; nothing runs when"
                      + " there is no such file."),
              optional(
                  "require_if",
                  Type.BOOL,
                  true,
                  "Runs the file only if this is true; a failure counts as false.")),
          null,
          Type.NONE,
          Signature.Purity.EFFECT,
          "Require(rule=f'actions/{ActionName}.sml')");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    Node.Expression rule = EngineFunctions.argument(site, "rule");
    if (rule instanceof Node.TextLiteral literal) {
      if (!site.files().containsKey(literal.value())) {
        site.reject(
            "required rule: `" + literal.value() + "` not found",
            literal.span(),
            "require attempted here");
      }
    } else if (rule instanceof Node.FormatText format) {
      rejectUnmatched(site, format);
    } else {
      site.reject(
          "a literal string or format string is required here",
          rule.span(),
          """
          you can only use literal strings, for example:
          `Require(rule="hello.sml")` or `Require(rule=f"actions/{ActionName}.sml")`\
          """);
    }
    return new Prepared.Require();
  }

  private static void rejectUnmatched(CallSite site, Node.FormatText format) {
    var glob = new StringBuilder();
    for (var piece : format.pieces()) {
      glob.append(piece instanceof Node.Name ? "*" : piece);
    }
    var compiled = new Glob(glob.toString());
    if (site.files().keySet().stream().noneMatch(compiled::matches)) {
      site.reject(
          "required rule: `" + format.format() + "` would never match any rule files",
          format.span(),
          "require attempted here, glob: `" + glob + "` matches no sources");
    }
  }
}
