package dev.ferrule.server.events;

import dev.ferrule.model.json.JsonWriter;
import dev.ferrule.rules.evaluation.EmittedEffect;
import dev.ferrule.rules.values.Effect;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.PythonValues;
import dev.ferrule.rules.values.RuleValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Effects as JSON, as answers, results and webhooks show them. Stateless. */
final class EffectJson {
  private EffectJson() {}

  /** An array of the effects; label changes that do not apply are left out. */
  static void write(List<EmittedEffect> effects, JsonWriter out) {
    out.beginArray();
    for (EmittedEffect emitted : effects) {
      switch (emitted.effect()) {
        case Effect.Verdict(String verdict) -> {
          begin("verdict", out).name("verdict").value(verdict);
          end(emitted, out);
        }
        case Effect.LabelChange change -> {
          if (change.applies()) {
            label(change, begin("label", out));
            end(emitted, out);
          }
        }
        case Effect.Custom custom -> {
          begin("custom", out).name("name").value(custom.feature().replaceFirst("^_+", ""));
          out.name("text").value(custom.text());
          out.name("arguments").beginArray();
          custom.arguments().forEach(argument -> out.value(plain(argument)));
          out.endArray();
          end(emitted, out);
        }
      }
    }
    out.endArray();
  }

  private static JsonWriter begin(String kind, JsonWriter out) {
    return out.beginObject().name("kind").value(kind);
  }

  private static void end(EmittedEffect emitted, JsonWriter out) {
    out.name("rules").beginArray();
    for (RuleValue rule : emitted.rules()) {
      out.value(rule.name());
    }
    out.endArray().endObject();
  }

  private static void label(Effect.LabelChange change, JsonWriter out) {
    out.name("entity").value(change.entity().key());
    out.name("label").value(change.label());
    out.name("status").value(change.status().name().toLowerCase(Locale.ROOT));
    if (change.expiresAfter() != null) {
      out.name("expires_after_s").value(change.expiresAfter().micros() / 1e6);
    }
    if (change.delayActionBy() != null) {
      out.name("delay_s").value(change.delayActionBy().micros() / 1e6);
    }
  }

  private static @Nullable Object plain(@Nullable Object argument) {
    return argument instanceof Entity entity ? entity.key() : PythonValues.plain(argument);
  }
}
