package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.OutputSpec;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers the output of the runs for one batch, each copied once from native memory. */
final class OutputRows {

  private final OutputSpec output;

  /** Null if embeddings are not requested. */
  private final @Nullable EmbeddingSpec embedding;

  private final float[] scores;
  private final float[][] embeddings;
  private int images;

  OutputRows(ModelContract contract, int images, Parts parts) {
    this.output = contract.output();
    this.embedding = parts == Parts.SCORES ? null : contract.embedding();
    this.scores = new float[Math.multiplyExact(images, output.classes())];
    this.embeddings = new float[embedding == null ? 0 : images][];
  }

  /** The graph's outputs that are needed. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    if (output.givesTags()) {
      names.add(output.name());
    }
    if (embedding != null) {
      names.add(embedding.name());
    }
    return names;
  }

  /**
   * Adds the first rows of a run.
   *
   * @param rows the number of rows that the session ran with
   * @param real the number of them that are images
   */
  void add(OrtSession.Result result, int rows, int real) throws OrtException {
    if (output.givesTags()) {
      FloatBuffer given = buffer(result, output.name(), rows, output.classes());
      given.get(scores, images * output.classes(), real * output.classes());
    }
    if (embedding != null) {
      FloatBuffer features = buffer(result, embedding.name(), rows, embedding.size());
      for (int row = 0; row < real; row++) {
        float[] copy = new float[embedding.size()];
        features.get(copy);
        embeddings[images + row] = copy;
      }
    }
    images += real;
  }

  ModelOutput toModelOutput() {
    return new ModelOutput(scores, embeddings);
  }

  private static FloatBuffer buffer(OrtSession.Result result, String name, int rows, int size)
      throws OrtException {
    OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
    long[] shape = tensor.getInfo().getShape();
    if (!Arrays.equals(shape, GraphCheck.outputShape(size, rows, shape.length))) {
      throw new OrtException(
          "the output %s must have shape [%d, %d] but has %s"
              .formatted(name, rows, size, Arrays.toString(shape)));
    }
    return tensor.getFloatBuffer();
  }
}
