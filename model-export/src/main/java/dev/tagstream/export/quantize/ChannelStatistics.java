package dev.tagstream.export.quantize;

/**
 * The statistics of an activation's channels, one number for each channel.
 *
 * @param means of their values
 * @param variances of their values
 * @param peaks the root mean square, over images, of the largest magnitude in an image. The arrays
 *     are owned by this record.
 */
record ChannelStatistics(double[] means, double[] variances, double[] peaks) {}
