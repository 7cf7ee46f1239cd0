package dev.tagstream.pipeline.record;

/**
 * One row of a model's input.
 *
 * @param decoded the image of the row; its pixels may no longer be valid
 * @param row begins with the row's bytes in the model's input format: uint8 [height, width, 3] or
 *     float32 in native byte order, [3, height, width] or [height, width, 3]; borrowed from the
 *     normalizer, valid until it normalizes the next image
 * @param rowBytes the length of the row in {@code row}, in bytes
 */
public record NormalizedImage(DecodedImage decoded, byte[] row, int rowBytes) {}
