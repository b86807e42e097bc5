package dev.ferrule.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/**
 * Holds a fuzz target to its seeds, the files of {@code fuzz/NAME} among the test resources, and to
 * a fixed number of changed copies of them. Replay a run with {@code -Dfuzz.seed=}; {@code fuzz.sh}
 * looks for new seeds. Stateless.
 */
public final class Seeds {
  private static final long START = 20_261_121;

  private Seeds() {}

  /**
   * Checks each seed and so many changed copies.
   *
   * @param at a class beside whose resources the seeds are
   * @param name of the target and of its folder
   * @param target fails on what it must not take
   */
  public static void check(Class<?> at, String name, Consumer<byte[]> target, int copies) {
    List<byte[]> seeds = seeds(at, name);
    assertTrue(seeds.size() > 3, "too few seeds: " + seeds.size());
    seeds.forEach(seed -> check(target, seed, "a seed"));
    long start = Long.getLong("fuzz.seed", START);
    var random = new Random(start);
    for (int i = 0; i < copies; i++) {
      byte[] changed = seeds.get(random.nextInt(seeds.size()));
      for (int n = random.nextInt(4); n >= 0; n--) {
        changed = change(changed, seeds.get(random.nextInt(seeds.size())), random);
      }
      check(target, changed, "-Dfuzz.seed=" + start + " round " + i);
    }
  }

  private static List<byte[]> seeds(Class<?> at, String name) {
    URL folder = Objects.requireNonNull(at.getResource("/fuzz/" + name));
    var seeds = new ArrayList<byte[]>();
    try (var files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return seeds;
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
