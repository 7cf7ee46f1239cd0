/**
 * Pictures: from encoded bytes to the pixels a model wants, and the reasons why a picture is
 * refused.
 *
 * <p>{@link dev.tagstream.pipeline.image.ImageDecoder} is the way in: it reads the header and
 * checks the limits before anything is allocated, decodes, turns upright, resizes and crops. {@link
 * dev.tagstream.pipeline.image.PixelNormalizer} lays the pixels out as a row of the model's input.
 * Pillow and torchvision are the reference for every pixel.
 *
 * <p>Knows nothing of Flink, Kafka, Avro or ONNX Runtime.
 */
@NullMarked
package dev.tagstream.pipeline.image;

import org.jspecify.annotations.NullMarked;
