package dev.ferrule.rules.functions.engine;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.syntax.Diagnostic;
import dev.ferrule.rules.syntax.Node;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.ExperimentValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ExperimentWhen}: conditions by the bucket of an experiment. */
final class ExperimentWhen implements Function {
  private static final Signature SIGNATURE =
      new Signature(
          "ExperimentWhen",
          List.of(),
          "Experiments",
          "Returns the conditions of the bucket that the entity of an experiment is in.",
          List.of(
              Parameter.of(
                  "experiment",
                  Type.EXPERIMENT,
                  "The experiment; each of its buckets is an argument of its own. Who is in no"
                      + " bucket has the conditions of `control`.")),
          Type.listOf(Type.BOOL),
          Type.listOf(Type.BOOL),
          Signature.Purity.PURE,
          "Conditions = ExperimentWhen(experiment=Greeting, control=[False], new=[LinkCount > 3])");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Prepared prepare(CallSite site) {
    Map<String, Node.Expression> given = site.extras();
    Node.Expression experiment = EngineFunctions.argument(site, "experiment");
    if (!(experiment instanceof Node.Name(String name, var span))) {
      site.reject(
          "argument `experiment` to `ExperimentWhen` must be the name of an experiment",
          experiment.span(),
          "");
      return EngineFunctions.REJECTED;
    }
    if (site.resolve(experiment) instanceof Node.Call call && isExperiment(call)) {
      checkBuckets(site, name, given, buckets(site, call));
    } else {
      site.reject("experiment '" + name + "' not defined", span, "");
    }
    var order = List.copyOf(given.keySet());
    return new Prepared.Invoke((event, arguments) -> choose(arguments, order));
  }

  private static boolean isExperiment(Node.Call call) {
    return call.function() instanceof Node.Name name
        && (name.identifier().equals("Experiment")
            || name.identifier().equals("ExperimentsBucketAssignment"));
  }

  private static Node.@Nullable ListLiteral buckets(CallSite site, Node.Call experiment) {
    var written = experiment.find("buckets");
    return written != null && site.resolve(written) instanceof Node.ListLiteral list ? list : null;
  }

  private static void checkBuckets(
      CallSite site,
      String experiment,
      Map<String, Node.Expression> given,
      Node.@Nullable ListLiteral buckets) {
    if (buckets == null) {
      // The call of the experiment has been found wrong.
      return;
    }
    var related = List.of(new Diagnostic.Related(buckets.span(), ""));
    Set<String> expected = new LinkedHashSet<>();
    for (var item : buckets.items()) {
      if (item instanceof Node.TextLiteral(String bucket, var _)) {
        expected.add(bucket);
      }
    }
    for (String bucket : expected) {
      if (!given.containsKey(bucket)) {
        site.reject(
            "missing bucket '%s' required from experiment '%s'".formatted(bucket, experiment),
            site.call().span(),
            "",
            "",
            related);
      }
    }
    given.forEach((bucket, conditions) -> {
      if (!expected.contains(bucket)) {
        site.reject(
            "unexpected bucket '%s', this bucket must match a bucket defined in experiment '%s'"
                .formatted(bucket, experiment),
            conditions.span(),
            "",
            "",
            related);
      }
    });
  }

  private static @Nullable Object choose(@Nullable Object[] arguments, List<String> order) {
    var experiment = (ExperimentValue) Objects.requireNonNull(arguments[0]);
    String bucket = experiment.bucket().isEmpty() ? Experiment.CONTROL : experiment.bucket();
    return arguments[1 + order.indexOf(bucket)];
  }
}
