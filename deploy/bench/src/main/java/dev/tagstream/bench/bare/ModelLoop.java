package dev.tagstream.bench.bare;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.picture.Picture;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelFile;
import dev.tagstream.pipeline.model.Tag;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bare ONNX Runtime, running ready-made tensors of whole batches on sessions as the job has them.
 * Its answers are the tags that such tensors have, computed beforehand.
 */
public final class ModelLoop implements Side<List<List<Tag>>> {

  private final Workers workers;
  private final KnownAnswers known;
  private final BareSessions sessions;
  private final String output;
  private final List<Batch> batches = new ArrayList<>();

  /** A ready-made tensor, and which worker runs it. */
  private record Batch(int worker, Map<String, OnnxTensor> input) {}

  /**
   * Prepares all tensors of a round.
   *
   * @param config of the job: where the model runs and how many images a full batch has
   */
  public ModelLoop(Path model, Workload work, TaggingConfig config)
      throws OrtException, ModelFailedException {
    this.known = new KnownAnswers(model, work);
    this.sessions = BareSessions.open(model, config.device(), work.threads());
    this.workers = new Workers(sessions.callers());
    int batchImages = config.batch().maxImages();
    ModelContract contract = ModelFile.read(model);
    this.output = contract.output().name();
    try (Preparation preparation = new Preparation(contract, work.limits())) {
      for (int worker = 0; worker < workers.count(); worker++) {
        List<Picture> share = new ArrayList<>();
        for (int i = worker; i < work.images(); i += workers.count()) {
          share.add(work.picture(i));
        }
        for (int from = 0; from < share.size(); from += batchImages) {
          List<Picture> some = share.subList(from, Math.min(from + batchImages, share.size()));
          batches.add(new Batch(worker, tensor(contract.input(), preparation, some)));
        }
      }
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
    OnnxJavaType type = input.type() == PixelType.UINT8 ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT;
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
        try (OrtSession.Result result = sessions.of(worker).run(batch.input(), Set.of(output))) {}
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
    sessions.close();
  }
}
