package dev.tagstream.pipeline.image;

/** Decodes whole pictures, each format by the decoder that agrees with Pillow. */
final class PictureReader implements AutoCloseable {

  private final NativePicture picture = new NativePicture();
  private final OpenCvReader openCv = new OpenCvReader();
  private final GifReader gif = new GifReader();

  /**
   * Decodes a picture whose header has been checked against the limits.
   *
   * @return the upright picture, valid until the next one is read
   */
  PixelRows read(byte[] bytes, ImageHeader header) throws UnreadableImageException {
    EncodedBytes encoded = new EncodedBytes(header.format().name(), bytes);
    switch (header.format()) {
      case GIF -> gif.read(encoded, picture);
      default -> openCv.read(encoded, picture);
    }
    if (picture.width() != header.width() || picture.height() != header.height()) {
      throw encoded.corrupt(
          "%dx%d pixels in its header but %dx%d in its data"
              .formatted(header.width(), header.height(), picture.width(), picture.height()));
    }
    picture.orient(header.orientation());
    return picture;
  }

  @Override
  public void close() {
    picture.close();
    openCv.close();
  }
}
