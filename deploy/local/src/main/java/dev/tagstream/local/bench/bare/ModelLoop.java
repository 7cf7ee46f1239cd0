package dev.tagstream.local.bench.bare;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tagstream.local.bench.frame.Side;
import dev.tagstream.local.bench.picture.Picture;
import dev.tagstream.local.bench.picture.Workload;
import dev.tagstream.pipeline.image.ElementType;
import dev.tagstream.pipeline.image.PixelLayout;
import dev.tagstream.pipeline.model.InputSpec;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelFile;
import dev.tagstream.pipeline.model.Tag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bare ONNX Runtime: a caller for each thread on one session of one intra-op thread that does not
 * spin, as in the job, running ready-made tensors of whole batches. Its answers are the tags that
 * such tensors have, computed beforehand.
 */
public final class ModelLoop implements Side<List<List<Tag>>> {

  private final Workers workers;
  private final KnownAnswers known;
  private final OrtSession session;
  private final String output;
  private final List<Batch> batches = new ArrayList<>();

  /** A ready-made tensor, and which worker runs it. */
  private record Batch(int worker, Map<String, OnnxTensor> input) {}

  /**
   * Prepares all tensors of a round.
   *
   * @param batchImages how many images a full batch has
   */
  public ModelLoop(Path model, Workload work, int batchImages)
      throws OrtException, ModelFailedException {
    this.known = new KnownAnswers(model, work);
    this.workers = new Workers(work.threads());
    ModelContract contract = ModelFile.read(model);
    this.output = contract.output().name();
    this.session = open(model);
    try (Preparation preparation = new Preparation(contract, work.limits())) {
      for (int worker = 0; worker < work.threads(); worker++) {
        List<Picture> share = new ArrayList<>();
        for (int i = worker; i < work.images(); i += work.threads()) {
          share.add(work.picture(i));
        }
        for (int from = 0; from < share.size(); from += batchImages) {
          List<Picture> some = share.subList(from, Math.min(from + batchImages, share.size()));
          batches.add(new Batch(worker, tensor(contract.input(), preparation, some)));
        }
      }
    }
  }

  private static OrtSession open(Path model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      return OnnxRuntime.environment().createSession(model.toString(), options);
    }
  }

  private static Map<String, OnnxTensor> tensor(
      InputSpec input, Preparation preparation, List<Picture> pictures) throws OrtException {
    ByteBuffer rows =
        ByteBuffer.allocateDirect(pictures.size() * input.rowBytes())
            .order(ByteOrder.nativeOrder());
    for (Picture picture : pictures) {
      rows.put(preparation.rowOf(picture), 0, input.rowBytes());
    }
    long height = input.height();
    long width = input.width();
    long images = pictures.size();
    long[] shape =
        input.layout() == PixelLayout.NCHW
            ? new long[] {images, 3, height, width}
            : new long[] {images, height, width, 3};
    OnnxJavaType type = input.type() == ElementType.UINT8 ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT;
    return Map.of(
        input.name(), OnnxTensor.createTensor(OnnxRuntime.environment(), rows.flip(), shape, type));
  }

  @Override
  public String name() {
    return "bare ONNX Runtime";
  }

  @Override
  public void work() throws Exception {
    workers.run(worker -> () -> runShare(worker));
  }

  @SuppressWarnings("try") // the result is given back, not looked at
  private Void runShare(int worker) throws OrtException {
    for (Batch batch : batches) {
      if (batch.worker() == worker) {
        try (OrtSession.Result result = session.run(batch.input(), Set.of(output))) {}
      }
    }
    return null;
  }

  @Override
  public List<List<Tag>> answers() {
    return known.ofRound();
  }

  @Override
  public void close() {
    workers.close();
    batches.forEach(batch -> batch.input().values().forEach(OnnxTensor::close));
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the session cannot be closed", e);
    }
  }
}
