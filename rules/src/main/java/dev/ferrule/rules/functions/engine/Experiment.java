package dev.ferrule.rules.functions.engine;

import static dev.ferrule.rules.functions.Signature.Parameter.constant;

import dev.ferrule.rules.functions.CallSite;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.Prepared;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Entity;
import dev.ferrule.rules.values.ExperimentValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code Experiment} and {@code ExperimentsBucketAssignment}: puts entities into buckets.
 *
 * <p>Every bucket has an equal share of ten thousand units, of which it takes its size from the
 * start of the share; an entity whose unit falls into what is left is in no bucket.
 */
final class Experiment implements Function {
  static final String CONTROL = "control";

  private static final int UNITS = 10_000;
  private static final int UNITS_PER_PERCENT = UNITS / 100;
  private static final int SEED = 42;
  private static final int MOST_BUCKETS = 10;

  // The margins and line ends of these messages are part of them.
  private static final String TOO_PRECISE =
      "\n"
          + " ".repeat(20)
          + "experiment bucket size precision is too high,\n"
          + " ".repeat(20)
          + "the precision can be at most to the hundredth decimal place\n"
          + " ".repeat(20);
  private static final String TOO_LARGE =
      "\n"
          + " ".repeat(20)
          + "%s is over the\n"
          + " ".repeat(20)
          + "current max of %s.\n"
          + " ".repeat(20)
          + "Either reduce the bucket size or reduce the number of buckets\n"
          + " ".repeat(20);
  private static final String TOO_LARGE_HINT =
      "\n"
          + " ".repeat(20)
          + "max percentage size of each bucket is 100/(# of buckets) rounded\n"
          + " ".repeat(20)
          + "down to the nearest hundreth decimal place\n"
          + " ".repeat(20);

  private final Signature signature;

  Experiment(String name) {
    signature =
        new Signature(
            name,
            List.of(),
            "Experiments",
            "Puts an entity into a bucket of an experiment, always the same one.",
            List.of(
                Parameter.of("entity", Type.entityOf(Type.ANY), "Who takes part."),
                constant(
                    "buckets",
                    Type.listOf(Type.STR),
                    "The names of one to ten buckets, `control` among them."),
                constant(
                    "bucket_sizes",
                    Type.listOf(Type.FLOAT),
                    "The size of each bucket in percent, at most 100 by the number of buckets."),
                constant("version", Type.INT, "The version of the experiment, from 0."),
                constant("revision", Type.INT, "The revision of the version, from 0.")),
            null,
            Type.EXPERIMENT,
            Signature.Purity.PURE,
            "Greeting = %s(entity=UserId, buckets=['control', 'new'], bucket_sizes=[50, 50],"
                    .formatted(name)
                + " version=1, revision=0)");
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Prepared prepare(CallSite site) {
    var assignment = site.assignment();
    if (assignment == null) {
      site.rejectUnassigned("must assign `Experiment` to a variable", "SomeVariable");
    }
    rejectNegative(site, "version");
    rejectNegative(site, "revision");
    List<?> names = EngineFunctions.list(site, "buckets");
    List<?> percents = EngineFunctions.list(site, "bucket_sizes");
    if (names.isEmpty() || names.size() > MOST_BUCKETS) {
      site.reject(
          "number of experiment buckets must be between 1 and 10 inclusive",
          site.spanOf("buckets"),
          "");
      return EngineFunctions.REJECTED;
    }
    if (!names.contains(CONTROL)) {
      site.reject("'control' must be one of the buckets", site.spanOf("buckets"), "");
    }
    if (names.size() != percents.size()) {
      site.reject(
          "buckets and bucket_sizes must have the same number of elements",
          site.spanOf("bucket_sizes"),
          "");
      return EngineFunctions.REJECTED;
    }
    int[] sizes = sizes(site, percents);
    if (assignment == null) {
      return EngineFunctions.REJECTED;
    }
    var buckets =
        new Buckets(
            assignment.target().identifier(),
            names.stream().map(String.class::cast).toArray(String[]::new),
            sizes,
            EngineFunctions.number(site, "version").longValue(),
            EngineFunctions.number(site, "revision").longValue());
    return new Prepared.Invoke((event, arguments) -> buckets.assign(arguments[0]));
  }

  private static void rejectNegative(CallSite site, String parameter) {
    if (EngineFunctions.number(site, parameter).signum() < 0) {
      site.reject(
          "experiment " + parameter + " must be zero or greater", site.spanOf(parameter), "");
    }
  }

  private static int[] sizes(CallSite site, List<?> percents) {
    int most = UNITS / percents.size();
    int[] sizes = new int[percents.size()];
    for (int i = 0; i < sizes.length; i++) {
      var units =
          new BigDecimal(String.valueOf(percents.get(i)))
              .multiply(BigDecimal.valueOf(UNITS_PER_PERCENT));
      sizes[i] = (int) Math.clamp(units.doubleValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
      if (units.stripTrailingZeros().scale() > 0) {
        site.reject(TOO_PRECISE, site.spanOf("bucket_sizes"), "");
      }
    }
    for (int size : sizes) {
      if (size > most) {
        site.reject(
            TOO_LARGE.formatted(percent(size), percent(most)),
            site.spanOf("bucket_sizes"),
            TOO_LARGE_HINT);
      }
    }
    return sizes;
  }

  private static String percent(int units) {
    return BigDecimal.valueOf(units).divide(BigDecimal.valueOf(UNITS_PER_PERCENT)).toPlainString();
  }

  /**
   * What an experiment comes to.
   *
   * @param sizes in units
   */
  private record Buckets(String name, String[] names, int[] sizes, long version, long revision) {
    ExperimentValue assign(@Nullable Object argument) {
      var entity = (Entity) Objects.requireNonNull(argument);
      Object id = entity.id();
      byte[] key = (name + "/" + id).getBytes(StandardCharsets.UTF_8);
      int unit = Integer.remainderUnsigned(Murmur3.hash(key, SEED), UNITS);
      int share = UNITS / names.length;
      int index = unit / share;
      if (index >= names.length || unit - share * index >= sizes[index]) {
        return new ExperimentValue(name, id, entity.type(), "", -1, version, revision);
      }
      return new ExperimentValue(name, id, entity.type(), names[index], index, version, revision);
    }
  }
}
