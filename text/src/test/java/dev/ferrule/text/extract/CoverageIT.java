package dev.ferrule.text.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferrule.text.Block;
import dev.ferrule.text.StructuredText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How much of the text that reviewed tools find in real files do the blocks cover? Counts words (a
 * bag, with repeats) of the expected Markdown that the blocks hold as well. The files are a public
 * set that is not in the repository; without it the test is skipped.
 */
class CoverageIT {
  private final Extractors extractors = new Extractors(ExtractionLimits.DEFAULT);

  private record Sample(Path file, Path expected) {}

  @ParameterizedTest
  @CsvSource({"pdf, 0.90", "docx, 0.95", "html, 0.95", "md, 0.97"})
  void blocksCoverTheWordsOfRealFiles(String extension, double least) throws IOException {
    List<Sample> samples = samples(extension);
    assumeTrue(!samples.isEmpty(), "shared data is absent");
    double sum = 0;
    for (Sample sample : samples) {
      byte[] content = Files.readAllBytes(sample.file);
      String name = sample.file.getFileName().toString();
      StructuredText document = extractors.extract(content, Extractors.mediaTypeOf(name, content));
      double recall = recall(words(Files.readString(sample.expected, UTF_8)), document);
      System.out.printf("coverage %.3f %s%n", recall, name);
      dump(name, document);
      sum += recall;
    }
    double mean = sum / samples.size();
    System.out.printf("coverage of %s: mean=%.3f files=%d%n", extension, mean, samples.size());
    assertTrue(mean >= least, "mean coverage of " + extension + " is " + mean);
  }

  /** Writes what was found to a folder, to be read by a person, when one is named. */
  private static void dump(String name, StructuredText document) throws IOException {
    String folder = System.getProperty("ferrule.dump");
    if (folder == null) {
      return;
    }
    var out = new StringBuilder();
    out.append("title=").append(document.title()).append(" pages=").append(document.pages());
    for (Block block : document.blocks()) {
      out.append(
          "\n[%s %d g%d p%d] ".formatted(block.kind(), block.level(), block.group(), block.page()));
      out.append(block.span().of(document.text()));
    }
    Files.writeString(Path.of(folder).resolve(name + ".txt"), out);
  }

  private static double recall(Map<String, Integer> expected, StructuredText document) {
    var text = new StringBuilder();
    for (Block block : document.blocks()) {
      text.append(block.span().of(document.text())).append('\n');
    }
    Map<String, Integer> found = words(text.toString());
    long hits = 0;
    long total = 0;
    for (Map.Entry<String, Integer> word : expected.entrySet()) {
      total += word.getValue();
      hits += Math.min(word.getValue(), found.getOrDefault(word.getKey(), 0));
    }
    return total == 0 ? 1 : (double) hits / total;
  }

  private static Map<String, Integer> words(String text) {
    var words = new HashMap<String, Integer>();
    var word = new StringBuilder();
    String plain = text.replaceAll("<!--.*?-->", " ").replaceAll("\\]\\([^)\\s]*\\)", "] ");
    for (int i = 0; i <= plain.length(); i++) {
      char c = i < plain.length() ? plain.charAt(i) : ' ';
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.merge(word.toString().toLowerCase(Locale.ROOT), 1, Integer::sum);
        word.setLength(0);
      }
    }
    return words;
  }

  private static List<Sample> samples(String extension) throws IOException {
    var samples = new ArrayList<Sample>();
    Path root = Path.of(System.getProperty("ferrule.root", ".."));
    Path data = root.resolve("../shared/data/mm_documents/dev").normalize();
    if (!Files.isDirectory(data)) {
      return samples;
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.endsWith("." + extension) || name.endsWith(".expected.md")) {
          continue;
        }
        Path beside = file.resolveSibling(name + ".expected.md");
        String stem = name.substring(0, name.length() - extension.length() - 1);
        Path below = file.resolveSibling("expected").resolve(stem + ".md");
        Path expected = extension.equals("pdf") && Files.exists(below) ? below : beside;
        if (Files.exists(expected)) {
          samples.add(new Sample(file, expected));
        }
      }
    }
    return samples;
  }
}
