package dev.tagstream.pipeline;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.LimitsConfig;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.model.BrokenSessionException;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tags single images without Flink and Kafka, with the job's decoder and session. Use it in a REST
 * service, a test, or a function of another engine.
 *
 * <p>Any number of threads may share a tagger. On a GPU, images that several threads submit at the
 * same time run as one batch; on a CPU each thread runs its own.
 */
public final class Tagger implements AutoCloseable {

  /** An image with more encoded bytes is rejected, so there is no need to read more. */
  public static final long MAX_ENCODED_BYTES = LimitsConfig.USUAL_MAX_ENCODED_BYTES;

  /**
   * How many images a thread best tags with one call: on a CPU, fewer cost more each, and more cost
   * no less.
   */
  public static final int IMAGES_AT_ONCE = 4;

  /** The source of an image without a name. */
  private static final SourceObject UNNAMED = new SourceObject("image", "");

  /** The most images that run together on a GPU. */
  private static final int MAX_IMAGES = 64;

  /**
   * How images are tagged.
   *
   * @param device where the model runs
   * @param decoding how close the pixels are to those of the model's authors
   * @param truncated how to handle an image whose file is truncated
   * @param topK the most tags of an image, at least 1; null for the model's own number
   * @param minScore the lowest score of a tag, 0 to 1; null for the model's own thresholds
   * @param journals the folder that records the images in progress, so that an image that kills or
   *     blocks the process is rejected at its third attempt; null to record nothing
   */
  public record Settings(
      DeviceRequest device,
      ImageDecoder.Mode decoding,
      TruncatedImages truncated,
      @Nullable Integer topK,
      @Nullable Float minScore,
      @Nullable Path journals) {

    public Settings {
      if (topK != null && topK < 1) {
        throw new IllegalArgumentException("the most tags must be at least 1 but were " + topK);
      }
      if (minScore != null && !(minScore >= 0 && minScore <= 1)) {
        throw new IllegalArgumentException(
            "the lowest score must be from 0 to 1 but was " + minScore);
      }
    }

    /** The default settings of the job. */
    public static Settings on(DeviceRequest device) {
      return new Settings(
          device, ImageDecoder.Mode.EXACT, TruncatedImages.REJECT, null, null, null);
    }
  }

  /** The outcome of one image. */
  public sealed interface Answer {

    /**
     * The image was tagged.
     *
     * @param tags the best tags, highest score first; empty if every score is below its threshold
     */
    record Tagged(List<Tag> tags) implements Answer {}

    /**
     * The image was rejected.
     *
     * @param reason such as {@code CORRUPT_IMAGE}
     * @param detail one line that describes the problem
     */
    record Rejected(RejectReason reason, String detail) implements Answer {}
  }

  private final TagModel model;
  private final Settings settings;
  private final TopTags topTags;

  /** Buffers of threads that are not tagging now. */
  private final Queue<TaggerWorker> idle = new ConcurrentLinkedQueue<>();

  private volatile boolean closed;

  private Tagger(TagModel model, Settings settings) {
    this.model = model;
    this.settings = settings;
    this.topTags = topTags(model.contract(), settings);
  }

  /**
   * Opens a model on the GPU if CUDA loads, otherwise on the CPU.
   *
   * @param model a file that {@code tagstream export} wrote
   * @throws UnusableModelException if the file is not a model that can run
   */
  public static Tagger open(Path model) {
    return open(model, new DeviceRequest(DeviceRequest.Choice.AUTO, 0));
  }

  /**
   * Opens a model on a device.
   *
   * @throws UnusableModelException if the file is not a model that can run
   * @throws UnusableDeviceException if the request names a device that cannot run the model
   */
  public static Tagger open(Path model, DeviceRequest device) {
    return open(model, Settings.on(device));
  }

  /**
   * Opens a model.
   *
   * @throws UnusableModelException if the file is not a model that can run
   * @throws UnusableDeviceException if the request names a device that cannot run the model
   */
  public static Tagger open(Path model, Settings settings) {
    loadLibraries();
    TagModel opened = SessionRegistry.ofProcess().lease(model, settings.device(), MAX_IMAGES);
    if (!opened.contract().output().givesTags()) {
      opened.close();
      throw new UnusableModelException(model + ": has an embedding but no tags");
    }
    return new Tagger(opened, settings);
  }

  /**
   * Loads native libraries beside the check of the model's bytes, which takes as long. The first
   * use of a library waits for it, and throws if it did not load.
   */
  private static void loadLibraries() {
    Thread libraries =
        new Thread(
            () -> {
              SessionRegistry.loadLibrary();
              ImageDecoder.loadLibraries();
            },
            "load-libraries");
    libraries.setDaemon(true);
    libraries.start();
  }

  private static TopTags topTags(ModelContract contract, Settings settings) {
    Integer topK = settings.topK();
    Float minScore = settings.minScore();
    return new TopTags(
        contract,
        topK == null ? contract.output().topK() : topK,
        minScore == null
            ? List.of()
            : Collections.nCopies(contract.output().classes(), minScore.doubleValue()));
  }

  /**
   * Tags one image.
   *
   * @param image JPEG, PNG, WebP, BMP, TIFF or GIF; anything else is rejected
   * @throws BrokenSessionException if the model fails on every image
   * @throws IllegalStateException if this tagger is closed
   */
  public Answer tag(byte[] image) {
    ImageOutcome outcome =
        tag(new EncodedImage(UNNAMED, UNNAMED.uri(), ByteRange.of(image), null, Map.of()));
    return outcome instanceof TaggedImage tagged
        ? new Answer.Tagged(tagged.tags())
        : rejected((RejectedImage) outcome);
  }

  private static Answer rejected(RejectedImage image) {
    return new Answer.Rejected(image.reason(), image.detail());
  }

  /**
   * Tags one image and returns all facts of a job's result.
   *
   * @param image its source identifies it in the journals
   * @throws BrokenSessionException if the model fails on every image
   * @throws IllegalStateException if this tagger is closed
   */
  public ImageOutcome tag(EncodedImage image) {
    return tag(List.of(image)).get(0);
  }

  /**
   * Tags images in batches, which costs a CPU less than one image at a time, and returns all facts
   * of a job's results.
   *
   * @param images their sources identify them in the journals
   * @return their outcomes, in order
   * @throws BrokenSessionException if the model fails on every image of a batch
   * @throws IllegalStateException if this tagger is closed
   */
  public List<ImageOutcome> tag(List<EncodedImage> images) {
    if (closed) {
      throw new IllegalStateException("the tagger of " + model.contract().name() + " is closed");
    }
    TaggerWorker worker = idle.poll();
    if (worker == null) {
      worker = new TaggerWorker(model, settings, topTags);
    }
    try {
      List<ImageOutcome> outcomes = new ArrayList<>(images.size());
      for (int i = 0; i < images.size(); i += IMAGES_AT_ONCE) {
        int end = Math.min(images.size(), i + IMAGES_AT_ONCE);
        outcomes.addAll(worker.tag(images.subList(i, end)));
      }
      return outcomes;
    } finally {
      giveBack(worker);
    }
  }

  /** The contract of the model file. */
  public ModelContract contract() {
    return model.contract();
  }

  /** The execution provider that really runs the model: {@code cpu}, {@code cuda}, … */
  public String provider() {
    return model.provider();
  }

  private void giveBack(TaggerWorker worker) {
    idle.add(worker);
    if (closed) {
      closeIdle();
    }
  }

  /**
   * Closes the model. A thread that is tagging finishes its image, or gets an {@link
   * IllegalStateException} if its image has not reached the model.
   */
  @Override
  public void close() {
    closed = true;
    closeIdle();
    model.close();
  }

  private void closeIdle() {
    for (TaggerWorker worker = idle.poll(); worker != null; worker = idle.poll()) {
      worker.close();
    }
  }
}
