package dev.tagstream.bench.bare;

import dev.tagstream.bench.image.SampleImages;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.schemas.model.Contract;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of decoded images: one row of the model's input after the other. */
public final class RowsFile {

  private RowsFile() {}

  /** Prepares images for a model and writes them. */
  public static void write(Path file, Path model, SampleImages images, ImageLimits limits)
      throws IOException {
    Contract contract = ModelFile.read(model).description().contract();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        Preparation preparation = new Preparation(contract, limits)) {
      for (var image : images.all()) {
        out.write(preparation.rowOf(image), 0, contract.input().rowBytes());
      }
    }
  }
}
