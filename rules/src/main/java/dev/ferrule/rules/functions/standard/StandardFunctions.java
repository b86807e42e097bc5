package dev.ferrule.rules.functions.standard;

import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.engine.EngineFunctions;
import dev.ferrule.rules.functions.hashing.HashingFunctions;
import dev.ferrule.rules.functions.lists.ListFunctions;
import dev.ferrule.rules.functions.network.DnsResolver;
import dev.ferrule.rules.functions.network.DomainFunctions;
import dev.ferrule.rules.functions.numbers.NumberFunctions;
import dev.ferrule.rules.functions.phone.PhoneFunctions;
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
   */
  public record Options(@Nullable DnsResolver resolver, long snowflakeEpochMillis) {
    /** No look-ups, and snowflakes in Unix time. */
    public static final Options DEFAULT = new Options(null, 0);
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
            PhoneFunctions.all())
        .flatMap(List::stream)
        .toList();
  }
}
