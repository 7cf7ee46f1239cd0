package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.schemas.model.InputSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A model in an ONNX Runtime session. Input is not copied, unless rows must be added to reach a
 * batch size of the session.
 */
final class OrtTagModel implements TagModel {

  private final Path file;
  private final ModelContract contract;
  private final SessionPlan plan;
  private final SessionThread thread;
  private final Probabilities probabilities;

  /** Runs hold it for reading, so that reopening the session waits for them. */
  private final ReadWriteLock usable = new ReentrantReadWriteLock();

  /** Null if it could not be reopened. */
  private @Nullable OrtSession session;

  /** Memory for padded batches, one for each concurrent run. */
  private final Queue<ByteBuffer> paddedRows = new ConcurrentLinkedQueue<>();

  private OrtTagModel(
      Path file,
      ModelContract contract,
      SessionPlan plan,
      SessionThread thread,
      OrtSession session) {
    this.file = file;
    this.contract = contract;
    this.plan = plan;
    this.thread = thread;
    this.session = session;
    this.probabilities = new Probabilities(contract.output());
  }

  /**
   * Loads a model and runs a blank image in every batch size of the plan.
   *
   * @param file the model
   * @param contract of the file
   * @param plan the device and the settings
   * @param thread drives the session; closed with the model
   * @throws OrtException if it cannot be loaded or run; then nothing stays open
   */
  static OrtTagModel open(Path file, ModelContract contract, SessionPlan plan, SessionThread thread)
      throws OrtException {
    try {
      return of(
          thread.call(() -> createSession(file, contract, plan)), file, contract, plan, thread);
    } catch (OrtException | RuntimeException | Error failure) {
      thread.close();
      throw failure;
    }
  }

  /**
   * Takes over an open session and runs a blank image in every batch size of the plan.
   *
   * @param session of the file, with the settings of the plan
   * @throws OrtException if it cannot be run; then it is closed, but not the thread
   */
  static OrtTagModel of(
      OrtSession session, Path file, ModelContract contract, SessionPlan plan, SessionThread thread)
      throws OrtException {
    OrtTagModel model = new OrtTagModel(file, contract, plan, thread, session);
    model.warmUp();
    return model;
  }

  private static OrtSession createSession(Path file, ModelContract contract, SessionPlan plan)
      throws OrtException {
    try (OrtSession.SessionOptions options = SessionSettings.forRunning(plan, contract)) {
      return OrtRuntime.environment().createSession(file.toString(), options);
    }
  }

  private void warmUp() throws OrtException {
    Parts everything = contract.embedding() == null ? Parts.SCORES : Parts.SCORES_AND_EMBEDDINGS;
    try {
      for (int images : plan.ladder().warmUpSizes()) {
        ModelInput blank = ModelInput.blank(contract.input(), images);
        var unused = thread.call(() -> runAll(blank, everything));
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
    return plan.device().provider().lowerCaseName();
  }

  @Override
  public ModelOutput run(ModelInput input, Parts parts) throws ModelFailedException {
    requireRows(input);
    requireEmbedding(parts);
    ModelOutput output;
    try {
      output = thread.call(() -> runAll(input, parts));
    } catch (OrtException failure) {
      throw RunFailures.of(failure);
    }
    return new ModelOutput(probabilities.of(output.scores()), output.embeddings());
  }

  private void requireRows(ModelInput input) {
    InputSpec spec = contract.input();
    boolean fits =
        spec.takesAnySize() || (input.width() == spec.width() && input.height() == spec.height());
    long bytes = (long) input.images() * spec.rowBytes(input.width(), input.height());
    ByteBuffer rows = input.rows();
    if (!fits
        || rows.remaining() < bytes
        || !rows.isDirect()
        || rows.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          "%d images of %dx%d need a direct buffer of %d bytes in native order but were given %s, %s"
              .formatted(input.images(), input.width(), input.height(), bytes, rows, rows.order()));
    }
  }

  private void requireEmbedding(Parts parts) {
    if (parts == Parts.SCORES_AND_EMBEDDINGS && contract.embedding() == null) {
      throw new IllegalArgumentException(contract.name() + " has no embedding");
    }
    if (parts == Parts.SCORES && !contract.output().givesTags()) {
      throw new IllegalArgumentException(contract.name() + " has no scores");
    }
  }

  /** Runs as many batches as the ladder's sizes require. */
  private ModelOutput runAll(ModelInput input, Parts parts) throws OrtException {
    int images = input.images();
    int rowBytes = contract.input().rowBytes(input.width(), input.height());
    OutputRows output = new OutputRows(contract, images, parts);
    int done = 0;
    while (done < images) {
      int rows = plan.ladder().rowsFor(images - done);
      int real = Math.min(rows, images - done);
      ModelInput part = input.part(done, real, rowBytes);
      if (real == rows) {
        run(part, real, output);
      } else {
        runPadded(part, rows, rowBytes, output);
      }
      done += real;
    }
    return output.toModelOutput();
  }

  /** Pads with zeros: rows left over from another batch might contain an image that fails. */
  private void runPadded(ModelInput real, int rows, int rowBytes, OutputRows output)
      throws OrtException {
    int bytes = Math.multiplyExact(rows, rowBytes);
    ByteBuffer pooled = paddedRows.poll();
    ByteBuffer padded =
        pooled != null && pooled.capacity() >= bytes ? pooled : ModelInput.direct(bytes);
    try {
      padded.clear().limit(bytes).put(real.rows());
      while (padded.remaining() >= Long.BYTES) {
        padded.putLong(0);
      }
      while (padded.hasRemaining()) {
        padded.put((byte) 0);
      }
      ByteBuffer all = padded.slice(0, bytes).order(ByteOrder.nativeOrder());
      run(new ModelInput(all, rows, real.width(), real.height()), real.images(), output);
    } finally {
      paddedRows.add(padded);
    }
  }

  /** Runs the session once and keeps the output of the first {@code real} rows. */
  private void run(ModelInput input, int real, OutputRows output) throws OrtException {
    usable.readLock().lock();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtRuntime.environment(),
                input.rows(),
                GraphCheck.inputShape(
                    contract.input().layout(), input.images(), input.width(), input.height()),
                GraphCheck.ortType(contract.input().type()));
        OrtSession.Result result =
            usableSession().run(Map.of(contract.input().name(), tensor), output.names())) {
      output.add(result, input.images(), real);
    } finally {
      usable.readLock().unlock();
    }
  }

  private OrtSession usableSession() throws OrtException {
    if (session == null) {
      throw new OrtException("the session could not be reopened");
    }
    return session;
  }

  @Override
  public void recycle() throws ModelFailedException {
    try {
      thread.call(this::makeSessionAnew);
    } catch (OrtException failure) {
      throw RunFailures.of(failure);
    }
  }

  private @Nullable Void makeSessionAnew() throws OrtException {
    usable.writeLock().lock();
    try {
      closeSession();
      session = createSession(file, contract, plan);
    } finally {
      usable.writeLock().unlock();
    }
    return null;
  }

  @Override
  public void close() {
    try {
      thread.call(this::closeSession);
    } catch (OrtException failure) {
      throw new IllegalStateException(
          "%s on %s cannot be closed: %s"
              .formatted(contract.name(), plan.device(), OrtRuntime.oneLine(failure)),
          failure);
    } finally {
      thread.close();
    }
  }

  private @Nullable Void closeSession() throws OrtException {
    OrtSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
    return null;
  }
}
