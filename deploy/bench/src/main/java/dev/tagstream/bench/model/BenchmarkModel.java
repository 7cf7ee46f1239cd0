package dev.tagstream.bench.model;

import dev.tagstream.bench.picture.Picture;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.export.ExportModel;
import dev.tagstream.export.ExportRequest;
import dev.tagstream.export.QuantizeModel;
import dev.tagstream.export.quantize.CalibrationPicture;
import dev.tagstream.export.quantize.CalibrationSet;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.PixelImage;
import dev.tagstream.pipeline.image.UnreadableImageException;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFile;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A ResNet-50 of random weights for pictures of 224x224, made as {@code tagstream export} does. */
public final class BenchmarkModel {

  /** More would not make its arithmetic another. */
  private static final int CALIBRATION_PICTURES = 10;

  private BenchmarkModel() {}

  /** What a model's input is made of. */
  public enum Input {
    /** Pixels go in as they are; the model normalizes them. */
    UINT8,
    /** The pipeline normalizes pixels before they go in. */
    FLOAT32
  }

  /**
   * Writes it as a file.
   *
   * @param seed of its weights
   */
  public static void writeFloat32(Path file, Input input, long seed) throws IOException {
    write(file, input, Precision.FLOAT32, seed);
  }

  /**
   * Writes it in float16.
   *
   * @param seed of its weights
   */
  public static void writeFloat16(Path file, long seed) throws IOException {
    write(file, Input.UINT8, Precision.FLOAT16, seed);
  }

  private static void write(Path file, Input input, Precision precision, long seed)
      throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      Path weights = folder.path().resolve("random-resnet50.safetensors");
      RandomWeights.write(weights, seed);
      ExportModel.export(
          ExportRequest.builder(weights, file)
              .input(PixelType.valueOf(input.name()))
              .precision(precision)
              .build());
    }
  }

  /**
   * Writes it in int8.
   *
   * @param work whose pictures calibrate it
   */
  public static void writeInt8(Path file, Workload work, long seed, Console console)
      throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      Path float32 = folder.path().resolve("random-resnet50.onnx");
      writeFloat32(float32, Input.UINT8, seed);
      List<CalibrationPicture> prepared = prepared(ModelFile.read(float32), work);
      try (Progress progress = console.progress("calibrated", prepared.size())) {
        QuantizeModel.quantize(
            float32, new CalibrationSet(prepared, List.of()), file, progress::done);
      }
    }
  }

  private static List<CalibrationPicture> prepared(ModelContract contract, Workload work) {
    List<CalibrationPicture> prepared = new ArrayList<>();
    try (ImageDecoder decoder = new ImageDecoder(contract.preprocessing(), work.limits())) {
      for (int i = 0; i < CALIBRATION_PICTURES; i++) {
        prepared.add(prepared(decoder, work.picture(i)));
      }
    }
    return prepared;
  }

  private static CalibrationPicture prepared(ImageDecoder decoder, Picture picture) {
    try {
      PixelImage pixels = decoder.decode(picture.encoded()).pixels();
      // the model takes uint8 as it comes
      return new CalibrationPicture(pixels.height(), pixels.width(), pixels.rgb().clone());
    } catch (UnreadableImageException unreadable) {
      throw new UserErrorException(
          "%s: %s: %s; benchmarks need pictures that can be tagged"
              .formatted(picture.id(), unreadable.reason(), unreadable.detail()));
    }
  }
}
