package dev.tagstream.export.weights.torch;

/**
 * A tensor of an unsupported kind.
 *
 * @param kind the words that follow "is", such as {@code a sparse tensor}
 */
record UnreadableTensor(String kind) {}
