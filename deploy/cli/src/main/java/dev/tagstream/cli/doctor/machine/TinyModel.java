package dev.tagstream.cli.doctor.machine;

import dev.tagstream.bench.model.TrivialModel;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/** A model of a few numbers that shows what a device truly does. */
final class TinyModel implements AutoCloseable {

  private static final long SEED = 1;

  /** Of a pixel, normalized: the image is not all the same. */
  private static final int SHADES = 17;

  private final TemporaryFolder folder;
  private final Path file;

  private TinyModel(TemporaryFolder folder) {
    this.folder = folder;
    this.file = folder.path().resolve("tiny.onnx");
    TrivialModel.write(file, SEED);
  }

  /** Writes it into a temporary folder. */
  static TinyModel create() throws IOException {
    return new TinyModel(TemporaryFolder.create("tagstream-doctor-"));
  }

  /**
   * What a device makes of one image.
   *
   * @param provider that really ran it
   * @param scores of the classes
   */
  record Answer(String provider, float[] scores) {}

  /**
   * Runs one image on a device.
   *
   * @throws UnusableDeviceException if a device was asked for by name and cannot run it
   * @throws ModelFailedException if it fails at the image
   */
  Answer run(DeviceRequest device) throws ModelFailedException {
    try (TagModel model = SessionRegistry.ofProcess().lease(file, device, 1)) {
      return new Answer(
          model.provider(), model.score(image(model.contract().input().rowBytes()), 1));
    }
  }

  private static ByteBuffer image(int bytes) {
    ByteBuffer row = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    FloatBuffer values = row.asFloatBuffer();
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, (float) (i % SHADES) / SHADES);
    }
    return row;
  }

  @Override
  public void close() {
    folder.close();
  }
}
