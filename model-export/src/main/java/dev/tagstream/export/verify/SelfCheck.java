package dev.tagstream.export.verify;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Runs a finished file on a blank image and on noise: ONNX Runtime must load it, and its outputs
 * must be finite and have the shapes in its contract.
 */
public final class SelfCheck {

  private static final int COLORS = 3;
  private static final int LEVELS = 256;
  private static final long SEED = 1;

  /**
   * The tolerance of a probability above 1 or below 0, for rounding; the pipeline uses the same.
   */
  private static final float ROUNDING = 1e-3f;

  private final Contract contract;
  private final OrtSession session;
  private final UnlikelyScores unlikely;

  /** Whether every score of every image was unlikely so far. */
  private boolean allUnlikely = true;

  private SelfCheck(Contract contract, OrtSession session, UnlikelyScores unlikely) {
    this.contract = contract;
    this.session = session;
    this.unlikely = unlikely;
  }

  /**
   * Checks a file.
   *
   * @param file the model
   * @param contract of the model
   * @throws ExportException if it does not run, or breaks its contract
   */
  public static void run(Path file, Contract contract) {
    run(file, session -> new SelfCheck(contract, session, UnlikelyScores.NONE));
  }

  /**
   * Checks a file against its own contract.
   *
   * @param file the model, with its contract
   * @param unlikely scores that it cannot have
   * @throws ExportException if it does not run, or breaks its contract
   */
  public static void run(Path file, UnlikelyScores unlikely) {
    run(file, session -> new SelfCheck(contract(file, session), session, unlikely));
  }

  private static Contract contract(Path file, OrtSession session) throws OrtException {
    Map<String, String> metadata = session.getMetadata().getCustomMetadata();
    return ModelDescription.read(file, metadata)
        .orElseThrow(() -> ExportException.in(file, "has no contract"))
        .contract();
  }

  /** Prepares to check what a session runs. */
  private interface Preparation {
    SelfCheck of(OrtSession session) throws OrtException;
  }

  private static void run(Path file, Preparation preparation) {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    try (SessionOptions options = new SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        SelfCheck check = preparation.of(session);
        check.show("a blank image", environment, level -> 0);
        Random random = new Random(SEED);
        check.show("noise", environment, level -> random.nextInt(LEVELS));
        check.refuseUnlikely();
      }
    } catch (OrtException e) {
      throw new ExportException(
          "the model was not written: it does not run in ONNX Runtime: " + e.getMessage(), e);
    }
  }

  /** An image: the level, 0 to 255, of each place and color. */
  private interface Levels {
    int at(int place);
  }

  private void show(String image, OrtEnvironment environment, Levels levels) throws OrtException {
    long[] shape = shape();
    try (OnnxTensor input = input(environment, shape, levels);
        OrtSession.Result result = session.run(Map.of(contract.input().name(), input), outputs())) {
      if (contract.output().givesTags()) {
        lookAt(
            image,
            row(image, result, contract.output().name(), shape[0], contract.output().classes()));
      }
      EmbeddingSpec embedding = contract.embedding();
      if (embedding != null) {
        row(image, result, embedding.name(), shape[0], embedding.size());
      }
    }
  }

  private Set<String> outputs() {
    Set<String> names = new HashSet<>();
    if (contract.output().givesTags()) {
      names.add(contract.output().name());
    }
    EmbeddingSpec embedding = contract.embedding();
    if (embedding != null) {
      names.add(embedding.name());
    }
    for (String name : names) {
      if (!session.getOutputNames().contains(name)) {
        throw new ExportException("the model has no output " + name);
      }
    }
    return names;
  }

  private void lookAt(String image, float[] scores) {
    if (contract.output().kind() != Kind.LOGITS) {
      requireProbabilities(image, scores);
    }
    for (float score : scores) {
      allUnlikely &= unlikely.has(score);
    }
  }

  private void refuseUnlikely() {
    if (allUnlikely && unlikely != UnlikelyScores.NONE) {
      throw new ExportException(
          "the model was not written: the scores of its output %s %s"
              .formatted(contract.output().name(), unlikely.problem()));
    }
  }

  /** One image, or as many as the graph insists on. */
  private long[] shape() throws OrtException {
    InputSpec input = contract.input();
    NodeInfo info = session.getInputInfo().get(input.name());
    if (info == null) {
      throw new ExportException("the model has no input %s".formatted(input.name()));
    }
    long images = Math.max(1, ((TensorInfo) info.getInfo()).getShape()[0]);
    Size size = input.usualSize();
    return input.layout() == PixelLayout.NCHW
        ? new long[] {images, COLORS, size.height(), size.width()}
        : new long[] {images, size.height(), size.width(), COLORS};
  }

  private OnnxTensor input(OrtEnvironment environment, long[] shape, Levels levels)
      throws OrtException {
    int values = Math.toIntExact(shape[0] * shape[1] * shape[2] * shape[3]);
    boolean bytes = contract.input().type() == PixelType.UINT8;
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(values * (bytes ? Byte.BYTES : Float.BYTES))
            .order(ByteOrder.nativeOrder());
    for (int i = 0; i < values; i++) {
      if (bytes) {
        buffer.put((byte) levels.at(i));
      } else {
        buffer.putFloat(normalized(levels.at(i)));
      }
    }
    OnnxJavaType type = bytes ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT;
    return OnnxTensor.createTensor(environment, buffer.flip(), shape, type);
  }

  /** As the first channel is normalized, near enough for blank and for noise. */
  private float normalized(int level) {
    Preprocessing preprocessing = contract.preprocessing();
    return (float)
        ((level * preprocessing.scale() - preprocessing.mean().get(0))
            / preprocessing.std().get(0));
  }

  private static float[] row(
      String image, OrtSession.Result result, String name, long images, int length) {
    OnnxValue value =
        result.get(name).orElseThrow(() -> new ExportException("the model has no output " + name));
    FloatBuffer buffer = value instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
    if (buffer == null || buffer.remaining() != images * length) {
      throw new ExportException(
          "the output %s must have %d float32 numbers for each image but is %s"
              .formatted(name, length, value));
    }
    float[] row = new float[buffer.remaining()];
    buffer.get(row);
    for (float number : row) {
      if (!Float.isFinite(number)) {
        throw new ExportException(
            "the output %s has %s for %s; the weights overflow, or are broken"
                .formatted(name, number, image));
      }
    }
    return row;
  }

  private void requireProbabilities(String image, float[] scores) {
    for (float score : scores) {
      if (score < -ROUNDING || score > 1 + ROUNDING) {
        throw new ExportException(
            "the output %s has %s for %s, which is not a probability; set --scores logits"
                .formatted(contract.output().name(), score, image));
      }
    }
  }
}
