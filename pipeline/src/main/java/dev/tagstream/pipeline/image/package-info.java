/**
 * Images: from encoded bytes to the pixels a model wants.
 *
 * <p>{@link dev.tagstream.pipeline.image.ImageDecoder} is the way in: it reads the header and
 * checks the limits before anything is allocated, decodes, turns upright, resizes and crops. {@link
 * dev.tagstream.pipeline.image.PixelNormalizer} lays the pixels out as a row of the model's input.
 * Pillow and torchvision are the reference for every pixel.
 *
 * <p>The readers of TIFF and GIF are our own. Of the 52 TIFF and GIF files in the tests the JDK's
 * ImageIO gives Pillow's pixels for 29; it differs in CMYK, 12- and 16-bit and inverted grey
 * samples, premultiplied alpha, GIF frames smaller than the screen and orientation, and does not
 * read BigTIFF. With it or a library built on its interfaces the tags of such images would change.
 *
 * <p>Each format has a room with its header and what is decoded by our own code: {@code jpeg},
 * {@code tiff}, {@code gif}, {@code png}, {@code bmp}, {@code webp}. They stand on {@code format},
 * what all formats share, and {@code opencv}. {@code resample} resizes and crops. The rooms are
 * public for this package alone, and for {@code pipeline.gpu} what a plan of a JPEG is made of.
 *
 * <p>Knows nothing of Flink, Kafka, Avro or ONNX Runtime.
 */
@NullMarked
package dev.tagstream.pipeline.image;

import org.jspecify.annotations.NullMarked;
