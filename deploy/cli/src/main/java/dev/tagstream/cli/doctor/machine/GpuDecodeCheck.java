package dev.tagstream.cli.doctor.machine;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.pipeline.config.DecodeMode;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.gpu.GpuException;
import dev.tagstream.pipeline.gpu.GpuImageDecoder;
import java.util.List;

/** If the job decodes on GPUs, decodes a JPEG on each of them. */
public final class GpuDecodeCheck implements Check.Examination {

  private static final String NAME = "gpu decode";

  private final TaggingConfig config;

  /** Creates the check for the GPUs that a job may use. */
  public GpuDecodeCheck(TaggingConfig config) {
    this.config = config;
  }

  @Override
  public void examine(Findings findings) {
    if (config.decodeMode() != DecodeMode.GPU) {
      return;
    }
    List<Integer> ids = config.device().ids().isEmpty() ? List.of(0) : config.device().ids();
    for (int id : ids) {
      try {
        GpuImageDecoder.check(id);
        findings.ok(NAME, "GPU %d decodes a JPEG as the CPU does".formatted(id));
      } catch (GpuException unusable) {
        findings.failure(
            NAME, String.valueOf(unusable.getMessage()), "or set tagging.decode.mode to exact");
      }
    }
  }
}
