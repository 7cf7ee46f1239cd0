/**
 * Detects ResNets by their weights and builds their graphs: depths, naming schemes, and the layers
 * of the paper and of torchvision.
 *
 * <p>Does not depend on formats of weight files; its input is named tensors.
 */
@NullMarked
package dev.tagstream.export.resnet;

import org.jspecify.annotations.NullMarked;
