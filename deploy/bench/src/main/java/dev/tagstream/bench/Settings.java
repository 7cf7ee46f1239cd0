package dev.tagstream.bench;

import dev.tagstream.bench.bare.OnnxRuntime;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** What it takes to repeat a benchmark of the job, as its report tells it. */
final class Settings {

  private Settings() {}

  static Map<String, String> of(Workload work, String model, Map<String, String> jobOptions) {
    Map<String, String> settings = new LinkedHashMap<>();
    String device = jobOptions.getOrDefault(TaggingOptions.DEVICE_PROVIDER.key(), "cpu");
    settings.put("ONNX Runtime", OnnxRuntime.version() + " on " + device);
    settings.put("model", model);
    settings.put("pictures", work.pictures().description());
    settings.put("threads", work.threads() + " slots of the job; as many threads beside it");
    settings.put("broker", "in this process; its processor time counts for the job");
    settings.putAll(jobOptions);
    return settings;
  }
}
