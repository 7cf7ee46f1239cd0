package dev.tagstream.bench.bare;

import ai.onnxruntime.OrtSession;
import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.ModelDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@link BareProgram} that is given images instead of rows: the least that a program costs which
 * decodes as the job does. It writes no answers and checks nothing.
 */
public final class DecodingProgram {

  private DecodingProgram() {}

  /**
   * Runs the program.
   *
   * @param arguments the model, the folder of images, and the limits of an image: the most encoded
   *     bytes, the most pixels, the longest side
   */
  public static void main(String... arguments) throws Exception {
    Path model = Path.of(arguments[0]);
    ImageLimits limits =
        new ImageLimits(
            Long.parseLong(arguments[2]),
            Long.parseLong(arguments[3]),
            Integer.parseInt(arguments[4]));
    loadLibraries();
    try (OrtSession session = BareRun.open(arguments[0])) {
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      Contract contract = ModelDescription.read(model, metadata).orElseThrow().contract();
      List<Path> images = images(Path.of(arguments[1]));
      BareRun.over(session, images.size(), () -> new DecodedRows(images, contract, limits));
    }
  }

  /** Loads the decoder's libraries while the session opens, as {@code tagstream tag} does. */
  private static void loadLibraries() {
    Thread libraries = new Thread(ImageDecoder::loadLibraries, "load-libraries");
    libraries.setDaemon(true);
    libraries.start();
  }

  private static List<Path> images(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Rows that are decoded when they are wanted. */
  private static final class DecodedRows implements BareRun.Rows {

    private final List<Path> images;
    private final Preparation preparation;
    private final int rowBytes;
    private final ByteBuffer rows;

    DecodedRows(List<Path> images, Contract contract, ImageLimits limits) {
      this.images = images;
      this.preparation = new Preparation(contract, limits);
      this.rowBytes = contract.input().rowBytes();
      this.rows =
          ByteBuffer.allocateDirect(BareRun.BATCH_IMAGES * rowBytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public ByteBuffer of(int first, int count) throws IOException {
      rows.clear();
      for (Path image : images.subList(first, first + count)) {
        SampleImage sample = new SampleImage(image.toString(), Files.readAllBytes(image));
        rows.put(preparation.rowOf(sample), 0, rowBytes);
      }
      return rows.flip();
    }

    @Override
    public void close() {
      preparation.close();
    }
  }
}
