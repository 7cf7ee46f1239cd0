/**
 * Pictures: from encoded bytes to the pixels a model wants, and the reasons why a picture is
 * refused.
 *
 * <p>{@link dev.tagstream.pipeline.image.ImageDecoder} is the way in: it reads the header and
 * checks the limits before anything is allocated, decodes, turns upright, resizes and crops. {@link
 * dev.tagstream.pipeline.image.PixelNormalizer} lays the pixels out as a row of the model's input.
 * Pillow and torchvision are the reference for every pixel.
 *
 * <p>The readers of TIFF and GIF are our own. Of the 52 TIFF and GIF files in the tests the JDK's
 * ImageIO gives Pillow's pixels for 29; it differs in CMYK, 12- and 16-bit and inverted grey
 * samples, premultiplied alpha, GIF frames smaller than the screen and orientation, and does not
 * read BigTIFF. With it or a library built on its interfaces the tags of such pictures would
 * change.
 *
 * <p>Knows nothing of Flink, Kafka, Avro or ONNX Runtime.
 */
@NullMarked
package dev.tagstream.pipeline.image;

import org.jspecify.annotations.NullMarked;
