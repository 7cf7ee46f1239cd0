/**
 * Images: from encoded bytes to the pixels that a model expects.
 *
 * <p>{@link dev.tagstream.pipeline.image.ImageDecoder} is the entry point: it reads the header and
 * checks the limits before it allocates anything, then decodes, rotates, resizes and crops. {@link
 * dev.tagstream.pipeline.image.PixelNormalizer} arranges the pixels as a row of the model's input.
 * Pillow and torchvision are the reference for every pixel.
 *
 * <p>Tagstream has its own readers of TIFF and GIF. Of the 52 TIFF and GIF files in the tests the
 * JDK's ImageIO gives Pillow's pixels for 29; it differs in CMYK, 12- and 16-bit and inverted grey
 * samples, premultiplied alpha, GIF frames smaller than the screen and orientation, and does not
 * read BigTIFF. With it or a library built on its interfaces the tags of such images would change.
 *
 * <p>Each format has a room for its header and its own decoding: {@code jpeg}, {@code tiff}, {@code
 * gif}, {@code png}, {@code bmp}, {@code webp}. They use {@code format}, what all formats share,
 * and {@code opencv}. {@code resample} resizes and crops. The rooms are public only for this
 * package; {@code pipeline.gpu} also uses the parts of a {@code JpegPlan}.
 *
 * <p>Does not depend on Flink, Kafka, Avro or ONNX Runtime.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.image;

import org.jspecify.annotations.NullMarked;
