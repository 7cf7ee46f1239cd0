package dev.tagstream.export.weights.torch;

/**
 * A value of a checkpoint that is not a weight, such as the options of a training script. Only its
 * type is kept; no object is created for it.
 *
 * @param type its name in Python, such as {@code argparse.Namespace}
 */
record PassedOver(String type) {}
