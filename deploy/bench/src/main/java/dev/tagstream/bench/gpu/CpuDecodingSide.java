package dev.tagstream.bench.gpu;

import dev.tagstream.bench.bare.Workers;
import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Decodes exactly on the CPU, on all threads. Its answer is the number of decoded images. */
public final class CpuDecodingSide implements Side<Long> {

  private final Workers workers;
  private final Workload work;
  private final List<ImageDecoder> decoders = new ArrayList<>();
  private final AtomicLong decoded = new AtomicLong();

  /** Opens a decoder for each thread. */
  public CpuDecodingSide(ModelContract contract, Workload work) {
    this.work = work;
    this.workers = new Workers(work.threads());
    for (int i = 0; i < work.threads(); i++) {
      decoders.add(new ImageDecoder(contract.preprocessing(), work.limits()));
    }
  }

  @Override
  public String name() {
    return "CPU";
  }

  @Override
  public void work() throws Exception {
    decoded.set(0);
    workers.run(worker -> () -> decodeShare(worker));
  }

  private Void decodeShare(int worker) throws UnreadableImageException {
    for (int i = worker; i < work.images(); i += workers.count()) {
      decoders.get(worker).decode(work.sample(i).encoded());
      decoded.incrementAndGet();
    }
    return null;
  }

  @Override
  public Long answers() {
    return decoded.get();
  }

  @Override
  public void close() {
    workers.close();
    decoders.forEach(ImageDecoder::close);
  }
}
