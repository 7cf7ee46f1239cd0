package dev.tagstream.cli.doctor.machine;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.cli.doctor.check.Refusal;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.model.session.OnnxRuntimeBuild;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import java.util.Base64;
import java.util.List;

/** Checks that ONNX Runtime and OpenCV load, and that OpenCV decodes an image. */
public final class NativeLibrariesCheck implements Check.Examination {

  private static final String NAME = "libraries";

  private static final String REMEDY =
      "they need a supported platform, a temporary folder that libraries load from, and their jars"
          + " in one class loader only, such as Flink's lib folder";

  /** A PNG of one pixel, in Base64. */
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private static final Preprocessing AS_IT_IS =
      new Preprocessing(
          new Resize(Resize.Rule.NONE, 0, 0, Resize.Filter.BILINEAR, true),
          null,
          Preprocessing.ChannelOrder.RGB,
          1,
          List.of(0.0, 0.0, 0.0),
          List.of(1.0, 1.0, 1.0));

  /** JavaCPP's value for no limit; any other limit counts all memory of the process. */
  private static final String NO_LIMIT = "0";

  private static final String LIMIT = "org.bytedeco.javacpp.maxphysicalbytes";

  @Override
  public void examine(Findings findings) {
    examineOnnxRuntime(findings);
    examineOpenCv(findings);
  }

  private static void examineOnnxRuntime(Findings findings) {
    try {
      OnnxRuntimeBuild build = OnnxRuntimeBuild.loaded();
      findings.ok(
          NAME,
          "ONNX Runtime %s loads, its %s build".formatted(build.version(), build.kind().name()));
    } catch (UnusableDeviceException notLoaded) {
      findings.failure(NAME, Refusal.of(notLoaded, REMEDY));
    }
  }

  private static void examineOpenCv(Findings findings) {
    try (ImageDecoder decoder = new ImageDecoder(AS_IT_IS, new ImageLimits(1 << 10, 1, 1))) {
      int side = decoder.decode(Base64.getDecoder().decode(PNG)).originalWidth();
      if (NO_LIMIT.equals(System.getProperty(LIMIT))) {
        findings.ok(NAME, "OpenCV loads and decodes an image of %d pixel".formatted(side));
      } else {
        findings.warning(
            NAME,
            "OpenCV loads, but refuses memory once the process has grown",
            "start Java with -D%s=%s".formatted(LIMIT, NO_LIMIT));
      }
    } catch (LinkageError | UnreadableImageException notLoaded) {
      findings.failure(NAME, "OpenCV does not load: " + notLoaded, REMEDY);
    }
  }
}
