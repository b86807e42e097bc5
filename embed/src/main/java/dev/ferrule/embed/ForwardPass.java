package dev.ferrule.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;

/**
 * Runs batches through a model, with input and output buffers that are kept from run to run.
 * Confined to one thread.
 */
final class ForwardPass {
  private final EmbeddingModel model;
  private LongBuffer ids = longs(0);
  private LongBuffer mask = longs(0);
  private LongBuffer types = longs(0);
  private FloatBuffer output = floats(0);
  private float[] row;
  private float[] sum;

  ForwardPass(EmbeddingModel model) {
    this.model = model;
    this.row = new float[model.dims()];
    this.sum = new float[model.dims()];
  }

  private static LongBuffer longs(int capacity) {
    return ByteBuffer.allocateDirect(capacity * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  private static FloatBuffer floats(int capacity) {
    return ByteBuffer.allocateDirect(capacity * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** The embeddings of {@code batch}, in its order. Sequences are cut to the model's length. */
  Embedding[] run(List<Sequence> batch) throws OrtException {
    int width = 0;
    for (Sequence sequence : batch) {
      width = Math.max(width, width(sequence));
    }
    fill(batch, width);
    long[] shape = {batch.size(), width};
    int cells = batch.size() * width;
    var environment = model.environment();
    try (var idTensor = OnnxTensor.createTensor(environment, ids.slice(0, cells), shape);
        var maskTensor = OnnxTensor.createTensor(environment, mask.slice(0, cells), shape);
        var typeTensor = OnnxTensor.createTensor(environment, types.slice(0, cells), shape);
        var result =
            OnnxTensor.createTensor(
                environment,
                output.slice(0, cells * model.dims()),
                new long[] {batch.size(), width, model.dims()})) {
      model.run(
          Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor),
          result);
    }
    var embeddings = new Embedding[batch.size()];
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[i] = pool(batch.get(i), i * width);
    }
    return embeddings;
  }

  /** Tokens of the sequence as the model sees it, with its first and last special token. */
  private int width(Sequence sequence) {
    return Math.min(sequence.ids().length, model.maxContentTokens()) + 2;
  }

  private void fill(List<Sequence> batch, int width) {
    int cells = batch.size() * width;
    if (ids.capacity() < cells) {
      ids = longs(cells);
      mask = longs(cells);
      types = longs(cells);
    }
    if (output.capacity() < cells * model.dims()) {
      output = floats(cells * model.dims());
    }
    var tokenizer = model.tokenizer();
    int at = 0;
    for (Sequence sequence : batch) {
      int used = width(sequence);
      ids.put(at, tokenizer.beginId());
      for (int i = 0; i < used - 2; i++) {
        ids.put(at + 1 + i, sequence.ids()[i]);
      }
      ids.put(at + used - 1, tokenizer.endId());
      for (int i = used; i < width; i++) {
        ids.put(at + i, tokenizer.padId());
      }
      for (int i = 0; i < width; i++) {
        mask.put(at + i, i < used ? 1 : 0);
      }
      at += width;
    }
  }

  private Embedding pool(Sequence sequence, int firstRow) {
    int used = width(sequence);
    float[] vector;
    if (model.settings().pooling() == ModelSettings.Pooling.CLS) {
      vector = mean(firstRow, firstRow + 1).clone();
    } else {
      vector = mean(firstRow, firstRow + used).clone();
    }
    if (model.settings().normalization() == ModelSettings.Normalization.UNIT) {
      Vectors.normalize(vector);
    }
    int[] spans = sequence.spans();
    var parts = new byte[spans.length / 2][];
    for (int i = 0; i < parts.length; i++) {
      int from = Math.min(spans[2 * i], used - 2);
      int to = Math.min(spans[2 * i + 1], used - 2);
      parts[i] =
          from < to
              ? Vectors.toBytes(mean(firstRow + 1 + from, firstRow + 1 + to))
              : new byte[model.dims()];
    }
    return new Embedding(vector, parts);
  }

  /** The mean of output rows {@code [from, to)}; valid until the next call. */
  private float[] mean(int from, int to) {
    java.util.Arrays.fill(sum, 0);
    for (int r = from; r < to; r++) {
      output.get(r * row.length, row);
      for (int d = 0; d < row.length; d++) {
        sum[d] += row[d];
      }
    }
    float scale = 1f / (to - from);
    for (int d = 0; d < sum.length; d++) {
      sum[d] *= scale;
    }
    return sum;
  }
}
