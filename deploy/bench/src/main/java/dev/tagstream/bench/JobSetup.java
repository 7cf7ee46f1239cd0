package dev.tagstream.bench;

import dev.tagstream.bench.bare.OnnxRuntime;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The job that a benchmark measures.
 *
 * @param work the images that it tags, and its slots
 * @param options {@code tagging.*} options that differ from their defaults
 */
public record JobSetup(Workload work, Map<String, String> options) {

  public JobSetup {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** The same job with an option that the user may override. */
  JobSetup withDefault(String option, String value) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.putIfAbsent(option, value);
    return new JobSetup(work, all);
  }

  /** Starts a broker, Flink and the job in this process. */
  RunningJob start(BenchmarkModel model, Console console) throws IOException, InterruptedException {
    console.say("starting a Kafka broker, Flink and the job in this process");
    return RunningJob.start(model.file(), options, work.threads());
  }

  /** The running job as a side. */
  JobSide side(RunningJob running) {
    return new JobSide("job", running, work);
  }

  /**
   * The conditions of a benchmark that starts now.
   *
   * @param benchmark the name of its command
   * @param question the comparison, in one line
   */
  Conditions conditions(String benchmark, String question, BenchmarkModel model) {
    Map<String, String> settings = new LinkedHashMap<>();
    String device = options.getOrDefault(TaggingOptions.DEVICE_PROVIDER.key(), "cpu");
    settings.put("ONNX Runtime", OnnxRuntime.version() + " on " + device);
    settings.put("model", model.name());
    settings.put("images", work.samples().description());
    settings.put("threads", work.threads() + " slots of the job; as many threads beside it");
    settings.put("broker", "in this process; its processor time counts for the job");
    settings.putAll(options);
    return Conditions.before(benchmark, question, settings);
  }
}
