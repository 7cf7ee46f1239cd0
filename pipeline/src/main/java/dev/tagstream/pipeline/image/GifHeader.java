package dev.tagstream.pipeline.image;

/**
 * Reads a GIF's header: the logical screen and the first frame's rectangle (GIF89a). As in Pillow,
 * a frame that reaches beyond the screen makes the picture larger.
 */
final class GifHeader {

  private GifHeader() {}

  static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    GifFrame frame = GifFrame.first(encoded);
    return new ImageHeader(ImageFormat.GIF, frame.screenWidth(), frame.screenHeight(), 1, 1);
  }
}
