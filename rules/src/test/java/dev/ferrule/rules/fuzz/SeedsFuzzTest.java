package dev.ferrule.rules.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a fuzzer found stays fixed: every seed holds, and so do changed copies of the seeds. Replay
 * a run with {@code -Dfuzz.seed=}; {@code rules/fuzz.sh} looks for new seeds.
 */
class SeedsFuzzTest {
  private static final int CHANGED = 600;

  static Stream<Arguments> targets() {
    return Stream.of(
        Arguments.of("parser", (Consumer<byte[]>) ParserTarget::fuzzerTestOneInput),
        Arguments.of("projection", (Consumer<byte[]>) ProjectionTarget::fuzzerTestOneInput),
        Arguments.of("path", (Consumer<byte[]>) PathTarget::fuzzerTestOneInput),
        Arguments.of("regex", (Consumer<byte[]>) RegexTarget::fuzzerTestOneInput));
  }

  private static List<byte[]> seeds(String target) throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(SeedsFuzzTest.class.getResource("/fuzz/" + target));
    var seeds = new ArrayList<byte[]>();
    try (var files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    return seeds;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void seedsAndTheirChangedCopiesHold(String name, Consumer<byte[]> target)
      throws IOException, URISyntaxException {
    List<byte[]> seeds = seeds(name);
    assertTrue(seeds.size() > 3, "too few seeds: " + seeds.size());
    seeds.forEach(seed -> check(target, seed, "a seed"));
    long start = Long.getLong("fuzz.seed", 20_261_121L);
    var random = new Random(start);
    for (int i = 0; i < CHANGED; i++) {
      byte[] changed = seeds.get(random.nextInt(seeds.size()));
      for (int n = random.nextInt(4); n >= 0; n--) {
        changed = change(changed, seeds.get(random.nextInt(seeds.size())), random);
      }
      check(target, changed, "-Dfuzz.seed=" + start + " round " + i);
    }
  }

  private static void check(Consumer<byte[]> target, byte[] input, String what) {
    try {
      target.accept(input);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + ": " + new String(input, StandardCharsets.UTF_8), e);
    }
  }

  /* Puts a part of another seed, or a byte, in place of a part of this one. */
  private static byte[] change(byte[] seed, byte[] other, Random random) {
    int from = random.nextInt(seed.length + 1);
    int to = Math.min(seed.length, from + random.nextInt(8));
    int start = random.nextInt(other.length + 1);
    int end = Math.min(other.length, start + random.nextInt(12));
    byte[] between =
        random.nextInt(4) == 0
            ? new byte[] {(byte) random.nextInt()}
            : Arrays.copyOfRange(other, start, end);
    byte[] changed = Arrays.copyOf(seed, from + between.length + seed.length - to);
    System.arraycopy(between, 0, changed, from, between.length);
    System.arraycopy(seed, to, changed, from + between.length, seed.length - to);
    return changed;
  }
}
