package dev.tagstream.cli.doctor.machine;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.cli.doctor.check.Refusal;
import dev.tagstream.pipeline.config.DeviceConfig;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import java.io.IOException;
import java.util.List;

/**
 * Runs a tiny model on each device that the job may use, and reports the provider that really ran
 * it.
 */
public final class ProviderCheck implements Check.Examination {

  private static final String NAME = "provider";

  /** The tolerance: TensorRT may round float32 to TF32, which has three digits. */
  private static final float CLOSE = 0.01f;

  private static final int NANOS_IN_A_MILLI = 1_000_000;

  private final DeviceConfig config;

  /** Creates the check for the job's devices. */
  public ProviderCheck(DeviceConfig config) {
    this.config = config;
  }

  @Override
  public void examine(Findings findings) throws IOException {
    try (TinyModel model = TinyModel.create()) {
      float[] known = model.run(DeviceRequest.cpu()).scores();
      if (config.provider() == DeviceRequest.Choice.CPU) {
        findings.ok(NAME, "the CPU runs a tiny model, as asked");
        return;
      }
      for (int id : config.ids().isEmpty() ? List.of(0) : config.ids()) {
        examineGpu(model, id, known, findings);
      }
    } catch (UnusableDeviceException | ModelFailedException noCpu) {
      findings.failure(
          NAME,
          "even the CPU cannot run a tiny model: " + noCpu.getMessage(),
          "repair the native libraries");
    }
  }

  private void examineGpu(TinyModel model, int id, float[] known, Findings findings) {
    DeviceRequest.Choice gpu =
        config.provider() == DeviceRequest.Choice.TENSORRT
            ? DeviceRequest.Choice.TENSORRT
            : DeviceRequest.Choice.CUDA;
    long begin = System.nanoTime();
    try {
      TinyModel.Answer answer = model.run(new DeviceRequest(gpu, id));
      long millis = (System.nanoTime() - begin) / NANOS_IN_A_MILLI;
      String ran = "%s:%d runs a tiny model".formatted(answer.provider(), id);
      if (isClose(answer.scores(), known)) {
        findings.ok(NAME, "%s, %d ms including its start".formatted(ran, millis));
      } else {
        findings.failure(
            NAME, ran + " but its scores differ from the CPU's", "check the driver and the card");
      }
    } catch (UnusableDeviceException unusable) {
      judge(unusable, findings);
    } catch (ModelFailedException failed) {
      findings.failure(
          NAME,
          "%s:%d loads but fails to run a tiny model: %s".formatted(gpu, id, failed.getMessage()),
          "check the driver and the card");
    }
  }

  private void judge(UnusableDeviceException unusable, Findings findings) {
    Refusal refusal = Refusal.of(unusable, "choose cpu");
    if (config.provider() == DeviceRequest.Choice.AUTO) {
      findings.warning(NAME, refusal.after("auto falls back to the CPU, many times slower: "));
    } else {
      findings.failure(NAME, refusal);
    }
  }

  private static boolean isClose(float[] scores, float[] known) {
    for (int i = 0; i < known.length; i++) {
      if (!(Math.abs(scores[i] - known[i]) < CLOSE)) {
        return false;
      }
    }
    return true;
  }
}
