package dev.tagstream.cli.doctor.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.pipeline.config.BatchConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.schemas.model.InputSpec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Checks that heap, batches and model fit into the memory of this machine or container. */
public final class MemoryCheck implements Check.Examination {

  private static final String NAME = "memory";

  private static final String REMEDY =
      "give this process more memory or less heap (-Xmx), or take fewer slots or smaller batches"
          + " (tagging.batch.max-images)";

  private final TaggingConfig config;
  private final int slots;

  /**
   * Creates the check for a job in this process.
   *
   * @param slots the job's slots, each of which has a batch
   */
  public MemoryCheck(TaggingConfig config, int slots) {
    this.config = config;
    this.slots = slots;
  }

  @Override
  public void examine(Findings findings) {
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long heap = Runtime.getRuntime().maxMemory();
    long batches;
    try {
      batches = slots * batchBytes(ModelFile.read(Path.of(config.modelFile())).input());
    } catch (UnusableModelException | UnusableDeviceException refused) {
      findings.ok(NAME, "%s, heap up to %s".formatted(Bytes.words(all), Bytes.words(heap)));
      return;
    }
    long model = Path.of(config.modelFile()).toFile().length();
    String words =
        "%s; heap up to %s, batches of %d slots %s, model %s"
            .formatted(
                Bytes.words(all),
                Bytes.words(heap),
                slots,
                Bytes.words(batches),
                Bytes.words(model));
    if (batches > maxDirectBytes()) {
      findings.failure(
          NAME,
          "%s, but buffers may take %s".formatted(words, Bytes.words(maxDirectBytes())),
          "raise -XX:MaxDirectMemorySize, in Flink taskmanager.memory.task.off-heap.size");
    } else if (heap + batches + model > all) {
      findings.warning(NAME, words, REMEDY);
    } else {
      findings.ok(NAME, words);
    }
  }

  /** The largest size of one slot's rows, in bytes. */
  private long batchBytes(InputSpec input) {
    BatchConfig batch = config.batch();
    return input.takesAnySize()
        ? (long) batch.maxPixels() * input.bytesPerPixel()
        : Math.min((long) batch.maxImages() * input.rowBytes(), batch.maxBytes());
  }

  private static long maxDirectBytes() {
    String given =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxDirectMemorySize")
            .getValue();
    // its default is the size of the heap
    return given.equals("0") ? Runtime.getRuntime().maxMemory() : Long.parseLong(given);
  }
}
