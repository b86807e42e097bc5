package dev.ferrule.text.fuzz;

import dev.ferrule.testkit.Seeds;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fuzzer found stays fixed: every seed holds, and so do changed copies of the seeds. */
class SeedsFuzzTest {
  static Stream<Arguments> targets() {
    return Stream.of(
        Arguments.of("tokenizer", (Consumer<byte[]>) TokenizerTarget::fuzzerTestOneInput, 20_000),
        Arguments.of("chunker", (Consumer<byte[]>) ChunkerTarget::fuzzerTestOneInput, 5_000),
        Arguments.of("reader", (Consumer<byte[]>) ReaderTarget::fuzzerTestOneInput, 1_500));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void seedsAndTheirChangedCopiesHold(String name, Consumer<byte[]> target, int copies) {
    Seeds.check(SeedsFuzzTest.class, name, target, copies);
  }
}
