package dev.ferrule.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.text.Tokenizer;
import dev.ferrule.text.tokenizers.Tokenizers;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * A model in ONNX Runtime with its tokenizer. One session serves every thread, so that its weights
 * are in memory once; each run uses the calling thread only. Thread-safe; {@link #close} after the
 * last run.
 */
public final class EmbeddingModel implements AutoCloseable {
  private static final Set<String> KNOWN_INPUTS =
      Set.of("input_ids", "attention_mask", "token_type_ids");

  private final ModelSettings settings;
  private final Tokenizer tokenizer;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String output;
  private final int dims;
  private final Future<String> fingerprint;

  private EmbeddingModel(
      ModelSettings settings,
      Tokenizer tokenizer,
      OrtEnvironment environment,
      OrtSession session,
      String output,
      int dims,
      Future<String> fingerprint) {
    this.settings = settings;
    this.tokenizer = tokenizer;
    this.environment = environment;
    this.session = session;
    this.output = output;
    this.dims = dims;
    this.fingerprint = fingerprint;
  }

  /**
   * Loads a model.
   *
   * @throws FerruleException {@link ErrorCode#MODEL_INVALID} when ONNX Runtime refuses the file, or
   *     it is not a text encoder
   */
  public static EmbeddingModel load(ModelFiles files) {
    String name = files.settings().name();
    // The graph, the tokenizer and the hash take about as long: none waits for another.
    var fingerprint = new FutureTask<>(files::fingerprint);
    var tokenizer =
        new FutureTask<>(() -> Tokenizers.read(files.tokenizer(), name + " tokenizer.json"));
    Thread.ofPlatform().name("load-tokenizer").daemon().start(tokenizer);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.setMemoryPatternOptimization(false); // lengths vary, so patterns would only pile up
      OrtSession session = environment.createSession(files.onnx().duplicate(), options);
      requireInputs(name, session);
      Thread.ofPlatform().name("load-fingerprint").daemon().start(fingerprint);
      NodeInfo output = session.getOutputInfo().values().iterator().next();
      return new EmbeddingModel(
          files.settings(),
          done(tokenizer),
          environment,
          session,
          output.getName(),
          dims(name, output),
          fingerprint);
    } catch (OrtException e) {
      throw new FerruleException(
          ErrorCode.MODEL_INVALID,
          "expected an ONNX model in %s, found: %s".formatted(name, e.getMessage()),
          e);
    }
  }

  private static <T> T done(Future<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FerruleException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FerruleException(ErrorCode.NODE_DRAINING, "interrupted while a model loads", e);
    }
  }

  private static void requireInputs(String name, OrtSession session) {
    Set<String> inputs = session.getInputNames();
    if (!inputs.contains("input_ids") || !KNOWN_INPUTS.containsAll(inputs)) {
      throw new FerruleException(
          ErrorCode.MODEL_INVALID,
          "expected inputs input_ids, attention_mask and token_type_ids in %s, found %s"
              .formatted(name, inputs));
    }
  }

  private static int dims(String name, NodeInfo output) {
    if (output.getInfo() instanceof TensorInfo info
        && info.type == OnnxJavaType.FLOAT
        && info.getShape().length == 3
        && info.getShape()[2] > 0) {
      return Math.toIntExact(info.getShape()[2]);
    }
    throw new FerruleException(
        ErrorCode.MODEL_INVALID,
        "expected float token vectors [batch, tokens, dims] as first output of %s, found %s"
            .formatted(name, output.getInfo()));
  }

  public ModelSettings settings() {
    return settings;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The length of its vectors. */
  public int dims() {
    return dims;
  }

  /** Hex SHA-256 of everything that decides what vectors come out. */
  public String fingerprint() {
    return done(fingerprint);
  }

  /** The most tokens of a sequence that the model reads; special tokens not counted. */
  public int maxContentTokens() {
    return settings.maxTokens() - 2;
  }

  OrtEnvironment environment() {
    return environment;
  }

  /** Runs the graph; {@code inputs} may hold more tensors than the graph has inputs. */
  void run(Map<String, OnnxTensor> inputs, OnnxTensor result) throws OrtException {
    Map<String, OnnxTensor> wanted = inputs;
    if (session.getInputNames().size() != inputs.size()) {
      wanted = new java.util.HashMap<>(inputs);
      wanted.keySet().retainAll(session.getInputNames());
    }
    session.run(wanted, Set.of(), Map.of(output, result)).close();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new FerruleException(ErrorCode.MODEL_FAILED, "closing failed: " + e.getMessage(), e);
    }
  }
}
