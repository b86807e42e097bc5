package dev.ferrule.rules.fuzz;

import dev.ferrule.testkit.Seeds;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fuzzer found stays fixed: every seed holds, and so do changed copies of the seeds. */
class SeedsFuzzTest {
  private static final int COPIES = 600;

  static Stream<Arguments> targets() {
    return Stream.of(
        Arguments.of("parser", (Consumer<byte[]>) ParserTarget::fuzzerTestOneInput),
        Arguments.of("projection", (Consumer<byte[]>) ProjectionTarget::fuzzerTestOneInput),
        Arguments.of("path", (Consumer<byte[]>) PathTarget::fuzzerTestOneInput),
        Arguments.of("regex", (Consumer<byte[]>) RegexTarget::fuzzerTestOneInput));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void seedsAndTheirChangedCopiesHold(String name, Consumer<byte[]> target) {
    Seeds.check(SeedsFuzzTest.class, name, target, COPIES);
  }
}
