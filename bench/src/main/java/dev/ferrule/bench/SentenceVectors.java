package dev.ferrule.bench;

import dev.ferrule.engine.Engine;
import dev.ferrule.engine.Model;
import dev.ferrule.model.TextSpan;
import dev.ferrule.text.Sentences;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * Vectors of the sentences of public texts, made once and kept: {@code vectors.f32} and {@code
 * queries.f32}, float32 rows of {@link #DIMS}, and {@code buckets.i32}, a number from 0 to 999 for
 * each vector, to filter by. More vectors than there are sentences are those of sentences with a
 * little noise, made unit vectors again.
 */
final class SentenceVectors {
  static final int DIMS = 384;
  static final int QUERIES = 1_000;

  /** The cosine of a vector and its noisy copy is about .9. */
  private static final double NOISE = 0.48;

  private static final long SEED = 20_261_121;
  private static final int STEP = 2_000;
  private static final int MIN_CHARS = 20;
  private static final int MAX_CHARS = 400;
  private static final List<String> CORPORA =
      List.of(
          "ret_scifact",
          "ret_faq_dstc10",
          "ret_hospitality_dstc11",
          "ret_vaswani",
          "ret_squad2",
          "ret_cranfield");

  private SentenceVectors() {}

  /** Makes the files for this many vectors, unless they are there. */
  static void make(Main.Setup setup, Path directory, int count) throws IOException {
    Path done = directory.resolve("vectors.f32");
    if (Files.exists(done) && Files.size(done) == 4L * DIMS * count) {
      return;
    }
    Files.createDirectories(directory);
    List<String> sentences = sentences(setup.shared());
    int real = Math.min(count, sentences.size() - QUERIES);
    System.err.printf("  embedding %d sentences%n", real + QUERIES);
    var random = new Random(SEED);
    Path making = directory.resolve("making");
    try (var engine =
            new Engine(0, directory.resolve("models"), setup.work("search").resolve("native"));
        var out =
            FileChannel.open(
                making,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      Model model = engine.model(null);
      Files.write(
          directory.resolve("queries.f32"), bytes(embed(model, sentences.subList(0, QUERIES))));
      var kept = new ArrayList<ByteBuffer>();
      for (int from = QUERIES; from < QUERIES + real; from += STEP) {
        kept.add(embed(model, sentences.subList(from, Math.min(QUERIES + real, from + STEP))));
        out.write(kept.getLast().duplicate());
      }
      for (int more = real; more < count; more++) {
        int of = (more - real) % real;
        out.write(noisy(kept.get(of / STEP), of % STEP, random));
      }
    }
    var buckets = ByteBuffer.allocate(4 * count).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      buckets.putInt(random.nextInt(1_000));
    }
    Files.write(directory.resolve("buckets.i32"), buckets.array());
    Files.move(making, done, StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<String> sentences(Path shared) throws IOException {
    var splitter = new Sentences();
    var found = new LinkedHashSet<String>();
    for (String corpus : CORPORA) {
      for (JsonNode document : DataSet.lines(shared.resolve(corpus).resolve("corpus.jsonl"))) {
        String text = document.path("text").asString("");
        var spans = new ArrayList<TextSpan>();
        splitter.split(text, 0, text.length(), spans);
        spans.stream()
            .map(span -> span.of(text))
            .filter(one -> one.length() >= MIN_CHARS && one.length() <= MAX_CHARS)
            .forEach(found::add);
      }
    }
    var shuffled = new ArrayList<>(found);
    Collections.shuffle(shuffled, new Random(SEED));
    return shuffled;
  }

  private static ByteBuffer embed(Model model, List<String> texts) {
    var utf8 = new ByteArrayOutputStream();
    var ends = ByteBuffer.allocateDirect(8 * texts.size()).order(ByteOrder.nativeOrder());
    for (String text : texts) {
      utf8.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      ends.putLong(utf8.size());
    }
    var vectors = ByteBuffer.allocateDirect(4 * DIMS * texts.size()).order(ByteOrder.nativeOrder());
    model
        .embed(ByteBuffer.wrap(utf8.toByteArray()), ends.flip(), Model.Kind.TEXT, vectors)
        .result();
    return vectors;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.get(0, bytes);
    return bytes;
  }

  private static ByteBuffer noisy(ByteBuffer rows, int row, Random random) {
    var made = new double[DIMS];
    double norm = 0;
    for (int i = 0; i < DIMS; i++) {
      made[i] =
          rows.getFloat(4 * (row * DIMS + i)) + NOISE / Math.sqrt(DIMS) * random.nextGaussian();
      norm += made[i] * made[i];
    }
    var out = ByteBuffer.allocate(4 * DIMS).order(ByteOrder.nativeOrder());
    for (double component : made) {
      out.putFloat((float) (component / Math.sqrt(norm)));
    }
    return out.flip();
  }
}
