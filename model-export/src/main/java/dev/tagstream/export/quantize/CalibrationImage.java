package dev.tagstream.export.quantize;

/**
 * An image, prepared for a model.
 *
 * @param height in pixels
 * @param width in pixels
 * @param row one row of the model's input, laid out and normalized as its contract says, in native
 *     byte order; owned by this record
 */
public record CalibrationImage(int height, int width, byte[] row) {}
