package dev.tagstream.pipeline.record;

/**
 * One row of a model's input, ready to be put into a batch.
 *
 * @param decoded where the row came from; its pixels may no longer be valid
 * @param row begins with the row's bytes as the model's input wants them: uint8 [height, width, 3]
 *     or float32 in native byte order, [3, height, width] or [height, width, 3]; borrowed from who
 *     normalised it, valid until it normalises the next image
 * @param rowBytes how many bytes of {@code row} are the row
 */
public record NormalizedImage(DecodedImage decoded, byte[] row, int rowBytes) {}
