package dev.tagstream.export.weights.torch;

/**
 * A value of a checkpoint that is no weight, such as the options of a training script. Nothing was
 * built of it, and nothing of it is kept but what it is.
 *
 * @param type as Python calls it, such as {@code argparse.Namespace}
 */
record PassedOver(String type) {}
