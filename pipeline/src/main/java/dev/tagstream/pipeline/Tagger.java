package dev.tagstream.pipeline;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.BrokenSessionException;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tags single images without Flink and Kafka, with the job's decoder and session. Use it in a REST
 * service, a test, or a function of another engine.
 *
 * <p>Any number of threads may share a tagger. On a GPU, images that several threads submit at the
 * same time run as one batch; on a CPU each thread runs its own.
 */
public final class Tagger implements AutoCloseable {

  /** The default limits of the job. */
  private static final ImageLimits LIMITS =
      new ImageLimits(
          TaggingOptions.LIMITS_MAX_ENCODED_BYTES.defaultValue().getBytes(),
          TaggingOptions.LIMITS_MAX_PIXELS.defaultValue(),
          TaggingOptions.LIMITS_MAX_SIDE.defaultValue());

  /** The most images that run together on a GPU. */
  private static final int MAX_IMAGES = 64;

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
  private final int topK;

  /** Buffers of threads that are not tagging now. */
  private final Queue<Worker> idle = new ConcurrentLinkedQueue<>();

  private volatile boolean closed;

  private Tagger(TagModel model) {
    this.model = model;
    this.topK = model.contract().output().topK();
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
    TagModel opened = SessionRegistry.ofProcess().lease(model, device, MAX_IMAGES);
    if (!opened.contract().output().givesTags()) {
      opened.close();
      throw new UnusableModelException(model + ": has an embedding but no tags");
    }
    return new Tagger(opened);
  }

  /**
   * Tags one image.
   *
   * @param image JPEG, PNG, WebP, BMP, TIFF or GIF; anything else is rejected
   * @throws BrokenSessionException if the model fails on every image
   * @throws IllegalStateException if this tagger is closed
   */
  public Answer tag(byte[] image) {
    if (closed) {
      throw new IllegalStateException("the tagger of " + model.contract().name() + " is closed");
    }
    Worker worker = idle.poll();
    if (worker == null) {
      worker = new Worker(model, topK);
    }
    try {
      return worker.tag(image);
    } finally {
      giveBack(worker);
    }
  }

  /** The contract of the model file. */
  public ModelContract contract() {
    return model.contract();
  }

  private void giveBack(Worker worker) {
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
    for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
      worker.close();
    }
  }

  /** The decoder and buffers of one thread, reused for its next image. */
  private static final class Worker implements AutoCloseable {

    private final ImageDecoder decoder;
    private final PixelNormalizer normalizer;
    private final BatchTagger tagger;
    private ByteBuffer row = ByteBuffer.allocateDirect(0);

    Worker(TagModel model, int topK) {
      ModelContract contract = model.contract();
      decoder = new ImageDecoder(contract.preprocessing(), LIMITS);
      normalizer =
          new PixelNormalizer(
              contract.preprocessing(), contract.input().type(), contract.input().layout());
      tagger = new BatchTagger(model, new TopTags(contract, topK), Parts.SCORES);
    }

    Answer tag(byte[] image) {
      PixelImage pixels;
      try {
        pixels = decoder.decode(ByteRange.of(image)).pixels();
      } catch (UnreadableImageException unreadable) {
        return new Answer.Rejected(unreadable.reason(), unreadable.detail());
      }
      return answer(tagger.tag(input(pixels)).get(0));
    }

    private ModelInput input(PixelImage pixels) {
      byte[] normalized = normalizer.normalize(pixels);
      int bytes = normalizer.rowBytes(pixels);
      if (row.capacity() < bytes) {
        row = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      }
      row.clear().put(normalized, 0, bytes).flip();
      return new ModelInput(row, 1, pixels.width(), pixels.height());
    }

    private static Answer answer(TagOutcome outcome) {
      if (outcome instanceof TagOutcome.Failed failed) {
        return new Answer.Rejected(RejectReason.MODEL_FAILED, failed.failure().detail());
      }
      return new Answer.Tagged(((TagOutcome.Tagged) outcome).tags());
    }

    @Override
    public void close() {
      decoder.close();
    }
  }
}
