package dev.tagstream.pipeline.gpu;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JPEG decoder of one GPU, shared by all slots of the process. It has a few lanes, so that one
 * batch is copied while another is decoded. The first lease opens it; the last one closes it.
 */
final class CardDecoder {

  /** One batch on its way to the GPU, one in its decoder, one on its way back. */
  private static final int LANES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(CardDecoder.class);

  /** The open decoders by GPU; guarded by this map. */
  private static final Map<Integer, CardDecoder> OPEN = new HashMap<>();

  private final Gpu gpu;
  private final HostMemory memory;
  private final KernelModule kernels;
  private final NvJpegHandle nvJpeg;
  private final List<DecoderLane> lanes;

  /** The lanes that are free; guarded by this. */
  private final Deque<DecoderLane> idle;

  /** The number of leases; guarded by OPEN. */
  private int leases;

  private CardDecoder(
      Gpu gpu,
      HostMemory memory,
      KernelModule kernels,
      NvJpegHandle nvJpeg,
      List<DecoderLane> lanes) {
    this.gpu = gpu;
    this.memory = memory;
    this.kernels = kernels;
    this.nvJpeg = nvJpeg;
    this.lanes = lanes;
    this.idle = new ArrayDeque<>(lanes);
  }

  /** Opens the decoder of a GPU, which is closed with it, or at once if it does not decode. */
  static CardDecoder open(Gpu gpu, int card) {
    try {
      gpu.makeCurrent();
      return open(gpu, card, KernelModule.load(gpu));
    } catch (RuntimeException | Error unusable) {
      // what stays open keeps some hundred MB of the card's memory
      try {
        gpu.close();
      } catch (GpuException lost) {
        unusable.addSuppressed(lost);
      }
      throw unusable;
    }
  }

  private static CardDecoder open(Gpu gpu, int card, KernelModule kernels) {
    HostMemory memory = HostMemory.pinned(card);
    List<String> failures = new ArrayList<>();
    for (NvJpegHandle.Backend backend : NvJpegHandle.Backend.values()) {
      List<DecoderLane> lanes = new ArrayList<>(LANES);
      NvJpegHandle nvJpeg = null;
      try {
        nvJpeg = NvJpegHandle.create(backend);
        for (int lane = 0; lane < LANES; lane++) {
          lanes.add(new DecoderLane(gpu, memory, nvJpeg, kernels));
          SelfTest.run(lanes.get(lane));
        }
        LOG.info("GPU {} decodes JPEGs by {}", card, backend);
        return new CardDecoder(gpu, memory, kernels, nvJpeg, lanes);
      } catch (BadJpegException | GpuException unusable) {
        failures.add("by %s: %s".formatted(backend, unusable.getMessage()));
        lanes.forEach(DecoderLane::close);
        if (nvJpeg != null) {
          nvJpeg.close();
        }
      }
    }
    kernels.close();
    memory.close();
    throw new GpuException(
        "GPU %d does not decode JPEGs: %s; choose decode mode exact"
            .formatted(card, String.join("; ", failures)));
  }

  /**
   * Leases the decoder of a GPU.
   *
   * @param card from 0
   * @throws GpuException if the GPU or a library cannot be used
   */
  static CardDecoder lease(int card) {
    synchronized (OPEN) {
      CardDecoder decoder = OPEN.get(card);
      if (decoder == null) {
        decoder = open(Gpu.open(card), card);
        OPEN.put(card, decoder);
      }
      decoder.leases++;
      return decoder;
    }
  }

  /** Releases a lease; the last release closes the decoder. */
  void giveBack() {
    synchronized (OPEN) {
      leases--;
      if (leases == 0) {
        OPEN.values().remove(this);
        close();
      }
    }
  }

  /** Uses the pixels of a batch while they are valid. */
  @FunctionalInterface
  interface RowsUse {
    void accept(ByteBuffer rows);
  }

  /**
   * Decodes a batch as soon as a lane is free.
   *
   * @param use receives uint8 [images, height, width, 3]
   * @throws BadJpegException if one of the images cannot be decoded; then nothing was used
   * @throws GpuException if the GPU cannot be used
   */
  void decode(JpegBatch batch, RowsUse use) throws BadJpegException {
    DecoderLane lane = takeLane();
    try {
      use.accept(lane.decode(batch));
    } finally {
      synchronized (this) {
        idle.add(lane);
        notify();
      }
    }
  }

  private synchronized DecoderLane takeLane() {
    boolean interrupted = false;
    while (idle.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return idle.remove();
  }

  private void close() {
    lanes.forEach(DecoderLane::close);
    gpu.makeCurrent();
    nvJpeg.close();
    kernels.close();
    memory.close();
    gpu.close();
  }
}
