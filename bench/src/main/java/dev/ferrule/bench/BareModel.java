package dev.ferrule.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ferrule.embed.ModelFiles;
import dev.ferrule.embed.ModelNatives;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What ONNX Runtime alone does with the model that a node takes: no tokenizer, no pooling, tensors
 * made before. The limit that everything with a model in it has on this machine.
 */
final class BareModel {
  private static final String MODEL = "all-MiniLM-L6-v2";
  private static final long BEGIN = 101;
  private static final long END = 102;
  private static final int ROUNDS = 3;

  private BareModel() {}

  /**
   * The most tokens a second with one thread for each processor, over several sizes of batches of
   * sequences of similar length, best of some rounds.
   *
   * @param sequences ids without special tokens
   */
  static double tokensPerSecond(Path natives, List<int[]> sequences) {
    ModelNatives.unpackTo(natives);
    List<int[]> sorted =
        sequences.stream().sorted(Comparator.comparingInt(ids -> ids.length)).toList();
    long tokens = sorted.stream().mapToLong(ids -> ids.length + 2).sum();
    double best = 0;
    var environment = OrtEnvironment.getEnvironment();
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      try (OrtSession session =
          environment.createSession(ModelFiles.read(MODEL, natives).onnx(), options)) {
        for (int size : new int[] {1, 4, 16}) {
          List<Map<String, OnnxTensor>> batches = batches(environment, session, sorted, size);
          for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, tokens / run(session, batches));
          }
          batches.forEach(batch -> batch.values().forEach(OnnxTensor::close));
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return best;
  }

  /** Mean seconds of one sequence alone on one thread, best of some rounds. */
  static double secondsAlone(Path natives, List<int[]> sequences) {
    ModelNatives.unpackTo(natives);
    var environment = OrtEnvironment.getEnvironment();
    double best = Double.MAX_VALUE;
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      try (OrtSession session =
          environment.createSession(ModelFiles.read(MODEL, natives).onnx(), options)) {
        List<Map<String, OnnxTensor>> batches = batches(environment, session, sequences, 1);
        for (int round = 0; round < ROUNDS; round++) {
          long started = System.nanoTime();
          for (Map<String, OnnxTensor> batch : batches) {
            session.run(batch).close();
          }
          best = Math.min(best, (System.nanoTime() - started) / 1e9 / batches.size());
        }
        batches.forEach(batch -> batch.values().forEach(OnnxTensor::close));
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return best;
  }

  private static List<Map<String, OnnxTensor>> batches(
      OrtEnvironment environment, OrtSession session, List<int[]> sequences, int size)
      throws OrtException {
    var batches = new ArrayList<Map<String, OnnxTensor>>();
    for (int from = 0; from < sequences.size(); from += size) {
      List<int[]> some = sequences.subList(from, Math.min(sequences.size(), from + size));
      int width = some.getLast().length + 2;
      var ids = new long[some.size() * width];
      var mask = new long[ids.length];
      for (int i = 0; i < some.size(); i++) {
        int at = i * width;
        ids[at++] = BEGIN;
        for (int id : some.get(i)) {
          ids[at++] = id;
        }
        ids[at++] = END;
        Arrays.fill(mask, i * width, at, 1);
      }
      long[] shape = {some.size(), width};
      var inputs = new HashMap<String, OnnxTensor>();
      inputs.put("input_ids", OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape));
      inputs.put(
          "attention_mask", OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape));
      inputs.put(
          "token_type_ids",
          OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape));
      inputs.keySet().retainAll(session.getInputNames());
      batches.add(inputs);
    }
    return batches;
  }

  /** Seconds for all batches. */
  private static double run(OrtSession session, List<Map<String, OnnxTensor>> batches) {
    var next = new AtomicInteger();
    var threads = new Thread[Runtime.getRuntime().availableProcessors()];
    long started = System.nanoTime();
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int at = next.getAndIncrement();
                      at < batches.size();
                      at = next.getAndIncrement()) {
                    session.run(batches.get(at)).close();
                  }
                } catch (OrtException e) {
                  throw new IllegalStateException(e);
                }
              });
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return (System.nanoTime() - started) / 1e9;
  }
}
