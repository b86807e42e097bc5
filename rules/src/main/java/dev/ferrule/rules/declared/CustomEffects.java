package dev.ferrule.rules.declared;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.PlainFunction;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.Failure;
import dev.ferrule.rules.values.PythonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Functions that make effects, for sinks to act on. Stateless.
 *
 * <p>{@code WhenRules(rules_any=[Spam], then=[BanUser(entity=UserId, comment='spam')])} puts {@code
 * "__ban_user":["42|spam"]} into the result.
 */
public final class CustomEffects {
  private static final int MOST_CHARS = 1 << 20;

  private CustomEffects() {}

  /** One function for each declaration. */
  public static List<Function> of(List<EffectDeclaration> declarations) {
    return declarations.stream().map(CustomEffects::of).toList();
  }

  /**
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when the text names a parameter
   *     that there is not
   */
  public static Function of(EffectDeclaration declaration) {
    var pieces = Template.parse(declaration);
    String feature = "__" + declaration.feature();
    var signature =
        new Signature(
            declaration.name(),
            List.of(),
            "Effects of your own",
            declaration.summary(),
            declaration.parameters(),
            null,
            Type.EFFECT,
            Signature.Purity.EVENT,
            example(declaration));
    return new PlainFunction(signature, (_, arguments) -> effect(feature, pieces, arguments));
  }

  private static Object effect(String feature, Template pieces, @Nullable Object[] arguments) {
    var values = new ArrayList<@Nullable Object>(arguments.length);
    for (var argument : arguments) {
      values.add(argument instanceof Entity entity ? entity.id() : argument);
    }
    String text = pieces.fill(values);
    return text.length() > MOST_CHARS
        ? Failure.unexpected(
            "ValueError",
            "expected an effect of at most %d characters, found %d"
                .formatted(MOST_CHARS, text.length()))
        : new Effect.Custom(feature, text, Collections.unmodifiableList(values));
  }

  private static String example(EffectDeclaration declaration) {
    return declaration.parameters().stream()
        .filter(Parameter::required)
        .map(parameter -> parameter.name() + "=...")
        .collect(
            Collectors.joining(
                ", ", "WhenRules(rules_any=[Spam], then=[" + declaration.name() + "(", ")])"));
  }

  /** Text around the places of parameters; {@code places[i]} stands after {@code texts[i]}. */
  private record Template(List<String> texts, List<Integer> places) {
    static Template parse(EffectDeclaration declaration) {
      var texts = new ArrayList<String>();
      var places = new ArrayList<Integer>();
      String text = declaration.text();
      int at = 0;
      int open = text.indexOf('{');
      while (open >= 0) {
        int close = text.indexOf('}', open);
        String name = text.substring(open + 1, close < 0 ? text.length() : close);
        texts.add(text.substring(at, open));
        places.add(place(declaration, name));
        at = close < 0 ? text.length() : close + 1;
        open = text.indexOf('{', at);
      }
      texts.add(text.substring(at));
      return new Template(texts, places);
    }

    private static int place(EffectDeclaration declaration, String name) {
      var parameters = declaration.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        if (parameters.get(i).name().equals(name)) {
          return i;
        }
      }
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a parameter of effect %s in braces, found `{%s}`"
              .formatted(declaration.name(), name));
    }

    String fill(List<? extends @Nullable Object> values) {
      var out = new StringBuilder();
      for (int i = 0; i < places.size(); i++) {
        out.append(texts.get(i)).append(PythonText.str(values.get(places.get(i))));
      }
      return out.append(texts.getLast()).toString();
    }
  }
}
