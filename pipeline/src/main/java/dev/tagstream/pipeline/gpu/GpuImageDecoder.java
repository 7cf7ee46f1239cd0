package dev.tagstream.pipeline.gpu;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.BatchDecoder;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageDecoder.Decoded;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.JpegPlan;
import dev.tagstream.pipeline.image.JpegPlanner;
import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes baseline JPEGs on a GPU, and all other images exactly on the CPU. The CPU also decodes or
 * rejects what the GPU cannot decode, so every reject has the CPU's reason.
 */
public final class GpuImageDecoder implements BatchDecoder {

  private static final Logger LOG = LoggerFactory.getLogger(GpuImageDecoder.class);

  /** Once for each process, because bad images often come in large numbers. */
  private static final AtomicBoolean REFUSAL_TOLD = new AtomicBoolean();

  /** The most device memory for the planes of a batch, in samples. */
  private static final long MOST_SAMPLES = 1L << 28;

  private final CardDecoder card;
  private final JpegPlanner planner;
  private final ImageDecoder cpu;

  /** The numbers of images that the GPU has decoded and refused. */
  private long decodedOnCard;

  private long refusedByCard;

  /** The pixels of each image of a batch; reused for the next batch. */
  private final List<byte[]> pixels = new ArrayList<>();

  private GpuImageDecoder(CardDecoder card, JpegPlanner planner, ImageDecoder cpu) {
    this.card = card;
    this.planner = planner;
    this.cpu = cpu;
  }

  /**
   * Opens a decoder for a model.
   *
   * @param card from 0
   * @throws GpuException if the card or a library cannot be used; the message says which
   * @throws IllegalArgumentException if the model's images do not all get one size
   */
  public static GpuImageDecoder open(
      int card, Preprocessing preprocessing, ImageLimits limits, TruncatedImages truncated) {
    JpegPlanner planner = new JpegPlanner(preprocessing, limits);
    return new GpuImageDecoder(
        CardDecoder.lease(card),
        planner,
        new ImageDecoder(preprocessing, limits, ImageDecoder.Mode.EXACT, truncated));
  }

  /** Opens a decoder for a model that refuses truncated images. */
  public static GpuImageDecoder open(int card, Preprocessing preprocessing, ImageLimits limits) {
    return open(card, preprocessing, limits, TruncatedImages.REJECT);
  }

  /**
   * Decodes the test image on a card.
   *
   * @param card from 0
   * @throws GpuException if the card or a library cannot be used; the message says which
   */
  public static void check(int card) {
    CardDecoder.lease(card).giveBack();
  }

  @Override
  public List<Outcome> decode(List<ByteRange> encoded) {
    @Nullable Outcome[] outcomes = new Outcome[encoded.size()];
    JpegBatch batch = JpegBatch.empty();
    long samples = 0;
    for (int i = 0; i < encoded.size(); i++) {
      JpegPlan plan = plan(encoded.get(i), outcomes, i);
      if (plan == null) {
        continue;
      }
      if (samples + plan.samples() > MOST_SAMPLES && batch.size() > 0) {
        decodeOnCard(batch, outcomes);
        batch = JpegBatch.empty();
        samples = 0;
      }
      batch.add(i, encoded.get(i), plan);
      samples += plan.samples();
    }
    if (batch.size() > 0) {
      decodeOnCard(batch, outcomes);
    }
    return withCpu(encoded, outcomes);
  }

  private @Nullable JpegPlan plan(ByteRange encoded, @Nullable Outcome[] outcomes, int index) {
    try {
      return planner.plan(encoded);
    } catch (UnreadableImageException unreadable) {
      outcomes[index] = new Outcome.Failure(unreadable);
      return null;
    }
  }

  /** Halves a batch that the GPU refuses until the culprit is alone; the CPU decodes that one. */
  private void decodeOnCard(JpegBatch batch, @Nullable Outcome[] outcomes) {
    try {
      card.decode(batch, rows -> keep(batch, rows, outcomes));
      decodedOnCard += batch.size();
    } catch (BadJpegException refused) {
      if (batch.size() > 1) {
        int half = batch.size() / 2;
        decodeOnCard(batch.part(0, half), outcomes);
        decodeOnCard(batch.part(half, batch.size()), outcomes);
      } else {
        refusedByCard++;
        if (REFUSAL_TOLD.compareAndSet(false, true)) {
          LOG.warn("The CPU decodes images that the GPU refuses: {}", refused.getMessage());
        }
      }
    }
  }

  private void keep(JpegBatch batch, ByteBuffer rows, @Nullable Outcome[] outcomes) {
    int rowBytes = rows.remaining() / batch.size();
    for (int i = 0; i < batch.size(); i++) {
      int index = batch.indexes().get(i);
      JpegPlan plan = batch.plans().get(i);
      byte[] rgb = room(index, rowBytes);
      rows.get(i * rowBytes, rgb, 0, rowBytes);
      PixelImage image = new PixelImage(plan.outputWidth(), plan.outputHeight(), rgb);
      outcomes[index] = new Outcome.Success(new Decoded(image, plan.width(), plan.height()));
    }
  }

  /** Decodes the images that have no outcome yet. */
  private List<Outcome> withCpu(List<ByteRange> encoded, @Nullable Outcome[] outcomes) {
    List<Outcome> all = new ArrayList<>(outcomes.length);
    for (int i = 0; i < outcomes.length; i++) {
      Outcome known = outcomes[i];
      all.add(known == null ? decodeOnCpu(encoded.get(i), i) : known);
    }
    return all;
  }

  private Outcome decodeOnCpu(ByteRange encoded, int index) {
    try {
      Decoded decoded = cpu.decode(encoded);
      PixelImage borrowed = decoded.pixels();
      byte[] rgb = room(index, borrowed.bytes());
      System.arraycopy(borrowed.rgb(), 0, rgb, 0, borrowed.bytes());
      return new Outcome.Success(
          new Decoded(
              new PixelImage(borrowed.width(), borrowed.height(), rgb),
              decoded.originalWidth(),
              decoded.originalHeight(),
              decoded.missing()));
    } catch (UnreadableImageException unreadable) {
      return new Outcome.Failure(unreadable);
    }
  }

  private byte[] room(int index, int bytes) {
    while (pixels.size() <= index) {
      pixels.add(new byte[bytes]);
    }
    byte[] room = pixels.get(index);
    if (room.length < bytes) {
      room = Arrays.copyOf(room, bytes);
      pixels.set(index, room);
    }
    return room;
  }

  /** The number of images that the GPU has decoded. */
  public long decodedOnCard() {
    return decodedOnCard;
  }

  /** The number of images that the GPU has refused and the CPU has decoded. */
  public long refusedByCard() {
    return refusedByCard;
  }

  @Override
  public void close() {
    cpu.close();
    card.giveBack();
  }
}
