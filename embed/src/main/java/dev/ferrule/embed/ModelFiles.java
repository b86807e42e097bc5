package dev.ferrule.embed;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of a model, in memory. A name is either built in, or a directory in the models
 * directory with {@code model.onnx}, {@code tokenizer.json} and {@code model.json}:
 *
 * <pre>{"pooling": "mean" | "cls", "max_tokens": 256, "query_prefix": "", "document_prefix": "",
 *  "normalize": true}</pre>
 *
 * @param settings how to use it
 * @param onnx the graph and its weights, in a direct buffer: some ten megabytes that are read once
 *     stay out of the heap
 * @param tokenizer the content of tokenizer.json
 */
public record ModelFiles(ModelSettings settings, ByteBuffer onnx, byte[] tokenizer) {

  private record BuiltIn(String resource, ModelSettings settings) {}

  /** A plain name: it comes from requests, and must not lead out of the models directory. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private static final Map<String, BuiltIn> BUILT_IN = new TreeMap<>();

  static {
    // The package's tokenizer.json says 128 tokens; the model's published setting is 256.
    add(
        "all-minilm-l6-v2-q",
        new ModelSettings(
            "all-MiniLM-L6-v2",
            256,
            ModelSettings.Pooling.MEAN,
            "",
            "",
            ModelSettings.Normalization.UNIT));
    add(
        "bge-small-en-v1.5-q",
        new ModelSettings(
            "bge-small-en-v1.5",
            512,
            ModelSettings.Pooling.CLS,
            "Represent this sentence for searching relevant passages: ",
            "",
            ModelSettings.Normalization.UNIT));
  }

  private static void add(String resource, ModelSettings settings) {
    BUILT_IN.put(settings.name(), new BuiltIn(resource, settings));
  }

  /** The names of the models that come with Ferrule. */
  public static List<String> builtIn() {
    return List.copyOf(BUILT_IN.keySet());
  }

  /**
   * Reads a model's files.
   *
   * @throws FerruleException {@link ErrorCode#MODEL_NOT_FOUND} naming the missing file, or {@link
   *     ErrorCode#MODEL_INVALID} when model.json is wrong
   */
  public static ModelFiles read(String name, Path modelsDirectory) {
    BuiltIn builtIn = BUILT_IN.get(name);
    if (builtIn != null) {
      return new ModelFiles(
          builtIn.settings(),
          direct(builtIn.resource() + ".onnx"),
          resource(builtIn.resource() + "-tokenizer.json"));
    }
    Path directory = modelsDirectory.resolve(NAME.matcher(name).matches() ? name : "?");
    if (!Files.isDirectory(directory)) {
      throw new FerruleException(
          ErrorCode.MODEL_NOT_FOUND,
          "expected the model %s or a directory of that name in embedding.models_directory, found "
                  .formatted(String.join(" or ", BUILT_IN.keySet()))
              + "neither");
    }
    byte[] settings = file(directory.resolve("model.json"));
    return new ModelFiles(
        parse(name, settings, directory.resolve("model.json")),
        mapped(directory.resolve("model.onnx")),
        file(directory.resolve("tokenizer.json")));
  }

  private static byte[] resource(String resource) {
    try (InputStream in = open(resource).getInputStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(resource, e);
    }
  }

  private static ByteBuffer direct(String resource) {
    try {
      URLConnection found = open(resource);
      ByteBuffer content = ByteBuffer.allocateDirect(found.getContentLength());
      try (var in = Channels.newChannel(found.getInputStream())) {
        while (content.hasRemaining() && in.read(content) >= 0) {}
      }
      return content.flip();
    } catch (IOException e) {
      throw unreadable(resource, e);
    }
  }

  private static URLConnection open(String resource) throws IOException {
    URL found = ModelFiles.class.getClassLoader().getResource(resource);
    if (found == null) {
      throw new FerruleException(
          ErrorCode.MODEL_NOT_FOUND,
          "expected %s on the class path, found none: choose another model, or add its jar to lib"
              .formatted(resource));
    }
    return found.openConnection();
  }

  private static byte[] file(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ByteBuffer mapped(Path file) {
    try (var channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static FerruleException unreadable(Object name, IOException e) {
    return e instanceof NoSuchFileException
        ? new FerruleException(
            ErrorCode.MODEL_NOT_FOUND, "expected a model file, found none: " + name, e)
        : new FerruleException(ErrorCode.MODEL_INVALID, "reading failed: " + name, e);
  }

  private static ModelSettings parse(String name, byte[] json, Path file) {
    try {
      JsonNode node = JsonMapper.shared().readTree(json);
      int maxTokens = node.path("max_tokens").asInt(0);
      if (maxTokens < 8 || maxTokens > 8_192) {
        throw new FerruleException(
            ErrorCode.MODEL_INVALID,
            "expected max_tokens between 8 and 8192 in %s, found %d".formatted(file, maxTokens));
      }
      String pooling = node.path("pooling").asString("").toUpperCase(Locale.ROOT);
      if (!pooling.equals("MEAN") && !pooling.equals("CLS")) {
        throw new FerruleException(
            ErrorCode.MODEL_INVALID,
            "expected pooling mean or cls in %s, found pooling=%s"
                .formatted(file, pooling.toLowerCase(Locale.ROOT)));
      }
      return new ModelSettings(
          name,
          maxTokens,
          ModelSettings.Pooling.valueOf(pooling),
          node.path("query_prefix").asString(""),
          node.path("document_prefix").asString(""),
          node.path("normalize").asBoolean(true)
              ? ModelSettings.Normalization.UNIT
              : ModelSettings.Normalization.NONE);
    } catch (JacksonException e) {
      throw new FerruleException(
          ErrorCode.MODEL_INVALID, "expected a JSON object in " + file + ", found other text", e);
    }
  }

  /** Hex SHA-256 of everything that decides what vectors come out. */
  String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(settings.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(onnx.duplicate());
      digest.update(tokenizer);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
