package dev.ferrule.rules.declared;

import dev.ferrule.rules.functions.Signature.Parameter;
import java.util.List;

/**
 * A function whose calls are effects. Immutable.
 *
 * @param name as rules call it, as {@code BanUser}
 * @param feature the key of these effects in results, without underscores before it: {@code
 *     ban_user}
 * @param text how a result shows one, with parameters in braces: <code>{entity}|{comment}</code>
 * @param summary one sentence
 */
public record EffectDeclaration(
    String name, String feature, String text, String summary, List<Parameter> parameters) {
  public EffectDeclaration {
    parameters = List.copyOf(parameters);
  }
}
