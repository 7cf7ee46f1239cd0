package dev.tagstream.pipeline.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A model in an ONNX Runtime session. Input goes in without a copy, unless rows must be added to
 * make a batch size that the session is run with.
 */
final class OrtTagModel implements TagModel {

  private final ModelContract contract;
  private final Device device;
  private final BatchLadder ladder;
  private final SessionThread thread;
  private final OrtSession session;
  private final Probabilities probabilities;

  /** Room for batches that need padding, one for each that runs at the same time. */
  private final Queue<ByteBuffer> paddedRows = new ConcurrentLinkedQueue<>();

  private OrtTagModel(
      ModelContract contract,
      Device device,
      BatchLadder ladder,
      SessionThread thread,
      OrtSession session) {
    this.contract = contract;
    this.device = device;
    this.ladder = ladder;
    this.thread = thread;
    this.session = session;
    this.probabilities = new Probabilities(contract.output());
  }

  /**
   * Loads a model and runs a blank image through it, in every batch size it will be run with.
   *
   * @param file the model
   * @param contract what the file says of itself
   * @param device where to run it
   * @param ladder the batch sizes
   * @param thread who drives the session; closed with the model
   * @throws OrtException if it cannot be loaded or run there; nothing stays open
   */
  static OrtTagModel open(
      Path file, ModelContract contract, Device device, BatchLadder ladder, SessionThread thread)
      throws OrtException {
    try {
      OrtSession session = thread.call(() -> createSession(file, contract, device, ladder));
      OrtTagModel model = new OrtTagModel(contract, device, ladder, thread, session);
      model.warmUp();
      return model;
    } catch (OrtException | RuntimeException | Error failure) {
      thread.close();
      throw failure;
    }
  }

  private static OrtSession createSession(
      Path file, ModelContract contract, Device device, BatchLadder ladder) throws OrtException {
    try (OrtSession.SessionOptions options =
        SessionSettings.forRunning(device, contract.input(), ladder)) {
      return OrtRuntime.environment().createSession(file.toString(), options);
    }
  }

  private void warmUp() throws OrtException {
    try {
      for (int images : ladder.warmUpSizes()) {
        ByteBuffer blank = newRows(images);
        var unused = thread.call(() -> run(blank, images));
      }
    } catch (OrtException | RuntimeException | Error failure) {
      thread.call(this::closeSession);
      throw failure;
    }
  }

  @Override
  public ModelContract contract() {
    return contract;
  }

  @Override
  public String provider() {
    return device.provider().lowerCaseName();
  }

  @Override
  public float[] score(ByteBuffer input, int images) throws ModelFailedException {
    requireRows(input, images);
    float[] scores;
    try {
      scores = thread.call(() -> runAll(input, images));
    } catch (OrtException failure) {
      throw new ModelFailedException(OrtRuntime.oneLine(failure), failure);
    }
    probabilities.of(scores);
    return scores;
  }

  private void requireRows(ByteBuffer input, int images) {
    long bytes = (long) images * contract.input().rowBytes();
    if (images < 1
        || input.remaining() < bytes
        || !input.isDirect()
        || input.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          "%d images need a direct buffer of %d bytes in native order but were given %s, %s"
              .formatted(images, bytes, input, input.order()));
    }
  }

  /** Runs as many batches as the ladder's sizes make necessary. */
  private float[] runAll(ByteBuffer input, int images) throws OrtException {
    int classes = contract.output().classes();
    float[] scores = new float[Math.multiplyExact(images, classes)];
    int done = 0;
    while (done < images) {
      int rows = ladder.rowsFor(images - done);
      int real = Math.min(rows, images - done);
      FloatBuffer output =
          real == rows
              ? run(rows(input, done, rows), rows)
              : runPadded(rows(input, done, real), rows);
      output.get(scores, done * classes, real * classes);
      done += real;
    }
    return scores;
  }

  private ByteBuffer rows(ByteBuffer input, int first, int rows) {
    int rowBytes = contract.input().rowBytes();
    return input
        .slice(input.position() + first * rowBytes, rows * rowBytes)
        .order(ByteOrder.nativeOrder());
  }

  /** Fills up with zeros: rows left over from another batch might hold an image that fails. */
  private FloatBuffer runPadded(ByteBuffer real, int rows) throws OrtException {
    int bytes = rows * contract.input().rowBytes();
    ByteBuffer pooled = paddedRows.poll();
    ByteBuffer padded = pooled != null && pooled.capacity() >= bytes ? pooled : newRows(rows);
    try {
      padded.clear().limit(bytes).put(real);
      while (padded.remaining() >= Long.BYTES) {
        padded.putLong(0);
      }
      while (padded.hasRemaining()) {
        padded.put((byte) 0);
      }
      return run(padded.slice(0, bytes).order(ByteOrder.nativeOrder()), rows);
    } finally {
      paddedRows.add(padded);
    }
  }

  private ByteBuffer newRows(int rows) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(rows, contract.input().rowBytes()))
        .order(ByteOrder.nativeOrder());
  }

  /** Runs the session once: {@code rows} rows in, float32 [rows, classes] out. */
  private FloatBuffer run(ByteBuffer input, int rows) throws OrtException {
    OutputSpec output = contract.output();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtRuntime.environment(),
                input,
                GraphCheck.inputShape(contract.input(), rows),
                GraphCheck.ortType(contract.input().type()));
        OrtSession.Result result =
            session.run(Map.of(contract.input().name(), tensor), Set.of(output.name()))) {
      OnnxTensor scores = (OnnxTensor) result.get(0);
      requireShape(scores.getInfo().getShape(), rows, output);
      return scores.getFloatBuffer();
    }
  }

  private static void requireShape(long[] shape, int rows, OutputSpec output) throws OrtException {
    if (!Arrays.equals(shape, GraphCheck.outputShape(output, rows, shape.length))) {
      throw new OrtException(
          "the output %s must have shape [%d, %d] but has %s"
              .formatted(output.name(), rows, output.classes(), Arrays.toString(shape)));
    }
  }

  @Override
  public void close() {
    try {
      thread.call(this::closeSession);
    } catch (OrtException failure) {
      throw new IllegalStateException(
          "%s on %s cannot be closed: %s"
              .formatted(contract.name(), device, OrtRuntime.oneLine(failure)),
          failure);
    } finally {
      thread.close();
    }
  }

  private @Nullable Void closeSession() throws OrtException {
    session.close();
    return null;
  }
}
