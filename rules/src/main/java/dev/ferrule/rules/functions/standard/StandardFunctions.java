package dev.ferrule.rules.functions.standard;

import dev.ferrule.rules.declared.WorkerFunctions;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.engine.EngineFunctions;
import dev.ferrule.rules.functions.hashing.HashingFunctions;
import dev.ferrule.rules.functions.lists.ListFunctions;
import dev.ferrule.rules.functions.network.DnsResolver;
import dev.ferrule.rules.functions.network.DomainFunctions;
import dev.ferrule.rules.functions.numbers.NumberFunctions;
import dev.ferrule.rules.functions.phone.PhoneFunctions;
import dev.ferrule.rules.functions.semantic.SemanticFunctions;
import dev.ferrule.rules.functions.semantic.SemanticModel;
import dev.ferrule.rules.functions.text.StringFunctions;
import dev.ferrule.rules.functions.time.TimeFunctions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every function of the standard library. */
public final class StandardFunctions {
  private StandardFunctions() {}

  /**
   * What the functions need to know of where they run.
   *
   * @param resolver looks up mail exchangers; null where that is not allowed
   * @param snowflakeEpochMillis when the time in snowflake ids starts, in Unix time
   * @param model answers what texts mean; null where there is none
   * @param workers computes what {@code workers.yaml} of a rule set declares
   */
  public record Options(
      @Nullable DnsResolver resolver,
      long snowflakeEpochMillis,
      @Nullable SemanticModel model,
      WorkerFunctions.Caller workers) {
    /** No look-ups, snowflakes in Unix time, no model and no workers. */
    public static final Options DEFAULT = new Options(null, 0);

    /** Options without a model and workers. */
    public Options(@Nullable DnsResolver resolver, long snowflakeEpochMillis) {
      this(resolver, snowflakeEpochMillis, null, WorkerFunctions.Caller.NONE);
    }

    /** The same with a model. */
    public Options with(SemanticModel asked) {
      return new Options(resolver, snowflakeEpochMillis, asked, workers);
    }

    /** The same with workers. */
    public Options with(WorkerFunctions.Caller called) {
      return new Options(resolver, snowflakeEpochMillis, model, called);
    }
  }

  public static List<Function> all(Options options) {
    return Stream.of(
            EngineFunctions.all(),
            StringFunctions.all(),
            ListFunctions.all(),
            NumberFunctions.all(),
            TimeFunctions.all(options.snowflakeEpochMillis()),
            HashingFunctions.all(),
            DomainFunctions.all(options.resolver()),
            PhoneFunctions.all(),
            SemanticFunctions.all(options.model()))
        .flatMap(List::stream)
        .toList();
  }
}
