package dev.tagstream.bench.bare;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.gpu.HostMemory;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bare ONNX Runtime, which runs prepared tensors of whole batches on sessions like the job's. Its
 * answers are the tags of these tensors, computed beforehand.
 */
public final class ModelLoop implements Side<List<List<Tag>>> {

  /** The number of tensors for each worker, which runs them repeatedly. */
  private static final int MOST_TENSORS = 4;

  private final String name;
  private final Workload work;
  private final int batchImages;
  private final Workers workers;
  private final KnownAnswers known;
  private final BareSessions sessions;
  private final HostMemory memory;
  private final String output;

  /** The tensors of each worker: full batches, then the remainder of a round, if any. */
  private final List<List<Map<String, OnnxTensor>>> tensors = new ArrayList<>();

  private final List<ByteBuffer> buffers = new ArrayList<>();

  /**
   * Prepares tensors for a round.
   *
   * @param config the job's device and batch size
   */
  public ModelLoop(Path model, Workload work, TaggingConfig config)
      throws OrtException, ModelFailedException {
    this(
        "bare ONNX Runtime",
        model,
        work,
        new KnownAnswers(model, work),
        BareSettings.of(
            config.device(),
            ModelFile.read(model).description().contract().precision(),
            config.batch().maxImages()));
  }

  /**
   * Prepares tensors for a round.
   *
   * @param name of the side
   * @param known the answers of a round
   * @param settings of the sessions, and the batch size
   */
  public ModelLoop(
      String name, Path model, Workload work, KnownAnswers known, BareSettings settings)
      throws OrtException, ModelFailedException {
    this.name = name;
    this.work = work;
    this.known = known;
    this.batchImages = settings.batchImages();
    this.sessions = BareSessions.open(model, settings, work.threads());
    this.workers = new Workers(sessions.callers());
    this.memory = settings.hostMemory();
    ModelContract contract = ModelFile.read(model);
    this.output = contract.output().name();
    try (Preparation preparation =
        new Preparation(contract.description().contract(), work.limits())) {
      for (int worker = 0; worker < workers.count(); worker++) {
        tensors.add(tensorsOf(worker, contract.input(), preparation));
      }
    }
  }

  /** The first full batches of a worker's share of a round, and the remainder after the last. */
  private List<Map<String, OnnxTensor>> tensorsOf(
      int worker, InputSpec input, Preparation preparation) throws OrtException {
    List<Map<String, OnnxTensor>> own = new ArrayList<>();
    int first = worker;
    for (int batch = 0; batch < Math.min(MOST_TENSORS, fullBatchesOf(worker)); batch++) {
      own.add(tensor(input, preparation, imagesFrom(first, batchImages)));
      first += batchImages * workers.count();
    }
    int left = imagesOf(worker) % batchImages;
    own.add(left == 0 ? Map.of() : tensor(input, preparation, imagesFrom(first, left)));
    return own;
  }

  private List<SampleImage> imagesFrom(int first, int count) {
    List<SampleImage> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(work.sample(first + i * workers.count()));
    }
    return samples;
  }

  private int imagesOf(int worker) {
    return (work.images() - worker + workers.count() - 1) / workers.count();
  }

  private int fullBatchesOf(int worker) {
    return imagesOf(worker) / batchImages;
  }

  private Map<String, OnnxTensor> tensor(
      InputSpec input, Preparation preparation, List<SampleImage> samples) throws OrtException {
    ByteBuffer rows = memory.allocate(samples.size() * input.rowBytes());
    buffers.add(rows);
    for (SampleImage sample : samples) {
      rows.put(preparation.rowOf(sample), 0, input.rowBytes());
    }
    long height = input.height();
    long width = input.width();
    long images = samples.size();
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
    return name;
  }

  @Override
  public void work() throws Exception {
    workers.run(worker -> () -> runShare(worker));
  }

  private Void runShare(int worker) throws OrtException {
    List<Map<String, OnnxTensor>> own = tensors.get(worker);
    int full = own.size() - 1;
    for (int batch = 0; batch < fullBatchesOf(worker); batch++) {
      run(worker, own.get(batch % full));
    }
    if (!own.get(full).isEmpty()) {
      run(worker, own.get(full));
    }
    return null;
  }

  @SuppressWarnings("try") // the result is closed without being read
  private void run(int worker, Map<String, OnnxTensor> input) throws OrtException {
    try (OrtSession.Result result = sessions.of(worker).run(input, Set.of(output))) {}
  }

  @Override
  public List<List<Tag>> answers() {
    return known.ofRound();
  }

  @Override
  public void close() {
    workers.close();
    tensors.forEach(own -> own.forEach(input -> input.values().forEach(OnnxTensor::close)));
    sessions.close();
    buffers.forEach(memory::free);
    memory.close();
  }
}
