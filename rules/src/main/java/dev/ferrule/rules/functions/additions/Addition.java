package dev.ferrule.rules.functions.additions;

import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.functions.Signature.Purity;
import dev.ferrule.rules.types.Type;
import java.util.List;

/** A function being put together, part by part. Confined. */
final class Addition {
  /** A list whose items may be texts, or None where an optional text is missing. */
  static final Type LIST_OF_ANY = Type.listOf(Type.ANY);

  static final Type TEXTS = Type.listOf(Type.STR);

  private final String name;
  private final String category;
  private List<String> aliases = List.of();
  private List<Parameter> parameters = List.of();
  private String summary = "";
  private String example = "";
  private Type result = Type.BOOL;
  private Purity purity = Purity.PURE;

  private Addition(String name, String category) {
    this.name = name;
    this.category = category;
  }

  static Addition named(String name, String category) {
    return new Addition(name, category);
  }

  /** An argument that must be given. */
  static Parameter required(String name, Type type, String summary) {
    return Parameter.of(name, type, summary);
  }

  Addition alias(String... names) {
    aliases = List.of(names);
    return this;
  }

  Addition doc(String sentence, String line) {
    summary = sentence;
    example = line;
    return this;
  }

  Addition with(Parameter... inOrder) {
    parameters = List.of(inOrder);
    return this;
  }

  Addition returns(Type type) {
    result = type;
    return this;
  }

  /** The result depends on more than the arguments. */
  Addition onEvent() {
    purity = Purity.EVENT;
    return this;
  }

  Function by(Body body) {
    return prepared(_ -> new Prepared.Invoke(body));
  }

  Function prepared(Preparation preparation) {
    var signature =
        new Signature(name, aliases, category, summary, parameters, null, result, purity, example);
    return new Added(signature, preparation);
  }

  /** Makes a call ready. */
  @FunctionalInterface
  interface Preparation {
    Prepared prepare(CallSite site);
  }

  private record Added(Signature signature, Preparation preparation) implements Function {
    @Override
    public Prepared prepare(CallSite site) {
      return preparation.prepare(site);
    }
  }

  /** What to return after a report, which nobody calls. */
  static Prepared rejected() {
    return new Prepared.Invoke((_, _) -> null);
  }
}
