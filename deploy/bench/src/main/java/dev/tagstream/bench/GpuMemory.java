package dev.tagstream.bench;

import dev.tagstream.bench.bare.OnnxRuntime;
import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.gpu.CardMemory;
import dev.tagstream.bench.gpu.CardMemoryReport;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks that closed sessions leave no memory on a GPU: opens the job's sessions of a model, which
 * also runs them, and closes them, again and again in one process.
 *
 * @param model the model
 * @param gpu the index of the GPU, from 0
 * @param batchImages the largest batch; each smaller size has a session of its own
 * @param times how often, at least 2
 */
public record GpuMemory(BenchmarkModel model, int gpu, int batchImages, int times)
    implements Benchmark {

  @Override
  public Report run(Console console) throws Exception {
    Conditions before =
        Conditions.before(
            "gpu-memory",
            "memory of the card after sessions were opened, run and closed",
            Map.of(
                "ONNX Runtime",
                OnnxRuntime.version() + " on GPU " + gpu,
                "model",
                model.name(),
                "batches",
                "up to " + batchImages));
    DeviceRequest request = new DeviceRequest(DeviceRequest.Choice.CUDA, gpu);
    List<Long> mebibytes = new ArrayList<>();
    try (Progress progress = console.progress("opened and closed", times)) {
      for (int time = 1; time <= times; time++) {
        try (TagModel opened =
            SessionRegistry.ofProcess().lease(model.file(), request, batchImages)) {
          if (time == 1) {
            console.say("the sessions run on " + opened.provider());
          }
        }
        mebibytes.add(CardMemory.usedMebibytes(gpu));
        progress.done(time);
      }
    }
    return new CardMemoryReport(before.after(), mebibytes);
  }
}
