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

/** A model with a few weights that shows whether a device works. */
final class TinyModel implements AutoCloseable {

  private static final long SEED = 1;

  /** The number of different levels in the image. */
  private static final int SHADES = 17;

  private final TemporaryFolder folder;
  private final Path file;

  private TinyModel(TemporaryFolder folder) {
    this.folder = folder;
    this.file = folder.path().resolve("tiny.onnx");
    TrivialModel.write(file, SEED);
  }

  /** Writes the model into a temporary folder. */
  static TinyModel create() throws IOException {
    return new TinyModel(TemporaryFolder.create("tagstream-doctor-"));
  }

  /**
   * The result of a device for one image.
   *
   * @param provider the provider that really ran it
   * @param scores of the classes
   */
  record Answer(String provider, float[] scores) {}

  /**
   * Runs one image on a device.
   *
   * @throws UnusableDeviceException if the request names a device that cannot run it
   * @throws ModelFailedException if the model fails on the image
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
