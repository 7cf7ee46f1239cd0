package dev.tagstream.export.verify;

import ai.onnxruntime.NodeInfo;
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
import dev.tagstream.schemas.model.GoldenImage;
import dev.tagstream.schemas.model.GoldenImages;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Runs a finished file on a blank image and on noise: ONNX Runtime must load it, and its outputs
 * must be finite and have the shapes in its contract. If a batch may have several images, none may
 * change the scores of another. Then it makes golden images.
 */
public final class SelfCheck {

  private static final int LEVELS = 256;
  private static final long SEED = 1;

  /**
   * The tolerance of a probability above 1 or below 0, for rounding; the pipeline uses the same.
   */
  private static final float ROUNDING = 1e-3f;

  // above the effect of rounding, and of the batch's range in a graph with dynamic quantization
  private static final float MIXING = 0.1f;
  private static final float LEAST_MIXING = 0.01f;

  private final Contract contract;
  private final OrtSession session;
  private final UnlikelyScores unlikely;
  private final SyntheticImages synthetic;

  private static final int GOLDEN_IMAGES = 3;

  /** Whether every score of every image was unlikely so far. */
  private boolean allUnlikely = true;

  private SelfCheck(Contract contract, OrtSession session, UnlikelyScores unlikely) {
    this.contract = contract;
    this.session = session;
    this.unlikely = unlikely;
    this.synthetic = new SyntheticImages(contract);
  }

  /**
   * Checks a file.
   *
   * @param file the model
   * @param contract of the model
   * @return images with the model's answers
   * @throws ExportException if it does not run, or breaks its contract
   */
  public static GoldenImages run(Path file, Contract contract) {
    return run(file, session -> new SelfCheck(contract, session, UnlikelyScores.NONE));
  }

  /**
   * Checks a file against its own contract.
   *
   * @param file the model, with its contract
   * @param unlikely scores that it cannot have
   * @return images with the model's answers
   * @throws ExportException if it does not run, or breaks its contract
   */
  public static GoldenImages run(Path file, UnlikelyScores unlikely) {
    return run(file, session -> new SelfCheck(contract(file, session), session, unlikely));
  }

  private static Contract contract(Path file, OrtSession session) throws OrtException {
    Map<String, String> metadata = session.getMetadata().getCustomMetadata();
    return ModelDescription.read(file, metadata)
        .orElseThrow(() -> ExportException.in(file, "has no contract"))
        .contract();
  }

  /** Creates a check for an open session. */
  private interface Preparation {
    SelfCheck of(OrtSession session) throws OrtException;
  }

  private static GoldenImages run(Path file, Preparation preparation) {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    try (SessionOptions options = new SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        SelfCheck check = preparation.of(session);
        check.show("a blank image", environment, level -> 0);
        Random random = new Random(SEED);
        float[] alone = check.show("noise", environment, level -> random.nextInt(LEVELS));
        check.refuseUnlikely();
        if (check.takesAnyBatch()) {
          check.requireTheSameBesideABlankImage(alone, environment);
        }
        return check.golden(environment, random);
      }
    } catch (OrtException e) {
      throw new ExportException(
          "the model was not written: it does not run in ONNX Runtime: " + e.getMessage(), e);
    }
  }

  /**
   * Mosaics of random colors, which give a model more to see than noise does; none for a model with
   * more numbers than a file keeps.
   */
  private GoldenImages golden(OrtEnvironment environment, Random random) throws OrtException {
    EmbeddingSpec embedding = contract.embedding();
    int numbers =
        contract.output().givesTags() || embedding == null
            ? contract.output().classes()
            : embedding.size();
    if (numbers > GoldenImage.MAX_NUMBERS) {
      return GoldenImages.NONE;
    }
    List<GoldenImage> images = new ArrayList<>();
    for (int i = 0; i < GOLDEN_IMAGES; i++) {
      byte[] tiles = new byte[GoldenImage.LEVELS];
      random.nextBytes(tiles);
      ByteBuffer rows =
          GoldenImage.rows(tiles, contract.input(), contract.preprocessing(), rowsOfABatch());
      float[] all = answer("a golden image", synthetic.tensor(environment, rowsOfABatch(), rows));
      images.add(GoldenImage.of(tiles, Arrays.copyOf(all, all.length / rowsOfABatch())));
    }
    return new GoldenImages(images);
  }

  /** Runs an image and returns its scores, or the embedding of a model without scores. */
  private float[] show(String image, OrtEnvironment environment, SyntheticImages.Levels levels)
      throws OrtException {
    return answer(image, synthetic.tensor(environment, rowsOfABatch(), levels));
  }

  /** Runs a batch, and closes it. */
  private float[] answer(String image, OnnxTensor batch) throws OrtException {
    long count = rowsOfABatch();
    try (OnnxTensor input = batch;
        OrtSession.Result result = session.run(Map.of(contract.input().name(), input), outputs())) {
      EmbeddingSpec embedding = contract.embedding();
      float[] features =
          embedding == null
              ? new float[0]
              : row(image, result, embedding.name(), count, embedding.size());
      if (!contract.output().givesTags()) {
        return features;
      }
      float[] scores =
          row(image, result, contract.output().name(), count, contract.output().classes());
      lookAt(image, scores);
      return scores;
    }
  }

  /** A softmax over the batch, or a batch norm that was exported as it trains, mixes images. */
  private void requireTheSameBesideABlankImage(float[] alone, OrtEnvironment environment)
      throws OrtException {
    Random random = new Random(SEED);
    long places = synthetic.places();
    SyntheticImages.Levels blankThenNoise = place -> place < places ? 0 : random.nextInt(LEVELS);
    EmbeddingSpec embedding = contract.embedding();
    String name =
        embedding == null || contract.output().givesTags()
            ? contract.output().name()
            : embedding.name();
    try (OnnxTensor input = synthetic.tensor(environment, 2, blankThenNoise);
        OrtSession.Result result =
            session.run(Map.of(contract.input().name(), input), Set.of(name))) {
      float[] both = row("two images", result, name, 2, alone.length);
      if (differ(alone, Arrays.copyOfRange(both, alone.length, both.length))) {
        throw new ExportException(
            "the model was not written: its output %s for an image depends on the other images of a batch; export its graph for inference, and its softmax over the classes"
                .formatted(name));
      }
    }
  }

  private static boolean differ(float[] alone, float[] together) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    float difference = 0;
    for (int i = 0; i < alone.length; i++) {
      least = Math.min(least, alone[i]);
      most = Math.max(most, alone[i]);
      difference = Math.max(difference, Math.abs(alone[i] - together[i]));
    }
    return difference > LEAST_MIXING + MIXING * (most - least);
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

  private int rowsOfABatch() throws OrtException {
    return Math.toIntExact(Math.max(1, images()));
  }

  private boolean takesAnyBatch() throws OrtException {
    return images() < 0;
  }

  /** The fixed batch size of the graph; -1 if it accepts any number of images. */
  private long images() throws OrtException {
    InputSpec input = contract.input();
    NodeInfo info = session.getInputInfo().get(input.name());
    if (info == null) {
      throw new ExportException("the model has no input %s".formatted(input.name()));
    }
    return ((TensorInfo) info.getInfo()).getShape()[0];
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
