package dev.tagstream.export.quantize;

/**
 * An image as a model takes it.
 *
 * @param height in pixels
 * @param width in pixels
 * @param row one row of the model's input, laid out and normalized as its contract says, in native
 *     byte order; owned by this record
 */
public record CalibrationImage(int height, int width, byte[] row) {}
