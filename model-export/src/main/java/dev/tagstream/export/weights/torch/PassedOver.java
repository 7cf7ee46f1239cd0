package dev.tagstream.export.weights.torch;

/**
 * A value of a checkpoint that is not a weight, such as the options of a training script. No object
 * was created for it, and only its type is kept.
 *
 * @param type as Python names it, such as {@code argparse.Namespace}
 */
record PassedOver(String type) {}
