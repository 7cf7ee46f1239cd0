package dev.tagstream.export.weights.torch;

/**
 * A tensor of a kind that is not read.
 *
 * @param kind to be said after "is", such as {@code a sparse tensor}
 */
record UnreadableTensor(String kind) {}
