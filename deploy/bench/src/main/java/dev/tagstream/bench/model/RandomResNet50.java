package dev.tagstream.bench.model;

import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.export.ExportModel;
import dev.tagstream.export.ExportRequest;
import dev.tagstream.export.QuantizeModel;
import dev.tagstream.export.quantize.CalibrationImage;
import dev.tagstream.export.quantize.CalibrationSet;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A ResNet-50 of random weights for images of 224x224, made as {@code tagstream export} does. */
final class RandomResNet50 {

  /** More images would not change the arithmetic. */
  private static final int CALIBRATION_IMAGES = 10;

  private RandomResNet50() {}

  /**
   * Writes a model that takes uint8 pixels and normalizes them itself.
   *
   * @param work its images calibrate an int8 model
   * @param seed of the weights
   */
  static void write(Path file, Precision precision, Workload work, long seed, Console console)
      throws IOException {
    if (precision == Precision.INT8) {
      writeInt8(file, work, seed, console);
    } else {
      write(file, PixelType.UINT8, precision, seed);
    }
  }

  /** Writes a float32 model that takes pixels normalized by the pipeline. */
  static void writeOfFloat32Input(Path file, long seed) throws IOException {
    write(file, PixelType.FLOAT32, Precision.FLOAT32, seed);
  }

  private static void write(Path file, PixelType input, Precision precision, long seed)
      throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      Path weights = folder.path().resolve("random-resnet50.safetensors");
      RandomWeights.write(weights, seed);
      ExportModel.export(
          ExportRequest.builder(weights, file).input(input).precision(precision).build());
    }
  }

  private static void writeInt8(Path file, Workload work, long seed, Console console)
      throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      Path float32 = folder.path().resolve("random-resnet50.onnx");
      write(float32, PixelType.UINT8, Precision.FLOAT32, seed);
      List<CalibrationImage> prepared = prepared(ModelFile.read(float32), work);
      try (Progress progress = console.progress("calibrated", prepared.size())) {
        QuantizeModel.quantize(
            float32, new CalibrationSet(prepared, List.of()), file, progress::done);
      }
    }
  }

  private static List<CalibrationImage> prepared(ModelContract contract, Workload work) {
    List<CalibrationImage> prepared = new ArrayList<>();
    try (ImageDecoder decoder = new ImageDecoder(contract.preprocessing(), work.limits())) {
      for (int i = 0; i < CALIBRATION_IMAGES; i++) {
        prepared.add(prepared(decoder, work.sample(i)));
      }
    }
    return prepared;
  }

  private static CalibrationImage prepared(ImageDecoder decoder, SampleImage sample) {
    try {
      PixelImage pixels = decoder.decode(sample.encoded()).pixels();
      // the model normalizes uint8 pixels itself
      return new CalibrationImage(pixels.height(), pixels.width(), pixels.rgb().clone());
    } catch (UnreadableImageException unreadable) {
      throw new UserErrorException(
          "%s: %s: %s; benchmarks need images that can be tagged"
              .formatted(sample.id(), unreadable.reason(), unreadable.detail()));
    }
  }
}
