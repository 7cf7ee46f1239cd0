package dev.tagstream.bench.gpu;

import dev.tagstream.bench.bare.Workers;
import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.gpu.GpuImageDecoder;
import dev.tagstream.pipeline.image.BatchDecoder.Outcome;
import dev.tagstream.pipeline.model.ModelContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Decodes batches on a GPU, from all threads. Its answer is the number of decoded images. */
public final class GpuDecodingSide implements Side<Long> {

  private final Workers workers;
  private final Workload work;
  private final int batchImages;
  private final List<GpuImageDecoder> decoders = new ArrayList<>();
  private final AtomicLong decoded = new AtomicLong();

  /** Opens a decoder for each thread. */
  public GpuDecodingSide(int gpu, ModelContract contract, int batchImages, Workload work) {
    this.work = work;
    this.batchImages = batchImages;
    this.workers = new Workers(work.threads());
    for (int i = 0; i < work.threads(); i++) {
      decoders.add(GpuImageDecoder.open(gpu, contract.preprocessing(), work.limits()));
    }
  }

  @Override
  public String name() {
    return "GPU";
  }

  @Override
  public void work() throws Exception {
    decoded.set(0);
    workers.run(worker -> () -> decodeShare(worker));
  }

  private Void decodeShare(int worker) {
    List<ByteRange> batch = new ArrayList<>(batchImages);
    for (int i = worker; i < work.images(); i += workers.count()) {
      batch.add(ByteRange.of(work.sample(i).encoded()));
      if (batch.size() == batchImages) {
        decode(worker, batch);
      }
    }
    decode(worker, batch);
    return null;
  }

  private void decode(int worker, List<ByteRange> batch) {
    if (!batch.isEmpty()) {
      decoded.addAndGet(
          decoders.get(worker).decode(batch).stream()
              .filter(Outcome.Success.class::isInstance)
              .count());
      batch.clear();
    }
  }

  @Override
  public Long answers() {
    return decoded.get();
  }

  /** The number of images that the GPU's decoder did not support. */
  public long refusedByCard() {
    return decoders.stream().mapToLong(GpuImageDecoder::refusedByCard).sum();
  }

  @Override
  public void close() {
    workers.close();
    decoders.forEach(GpuImageDecoder::close);
  }
}
