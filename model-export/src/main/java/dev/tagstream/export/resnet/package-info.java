/**
 * Detects ResNets by their weights and builds their graphs: depths, naming schemes, and the layers
 * of the paper and of torchvision.
 *
 * <p>Does not depend on formats of weight files; its input is named tensors.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.resnet;

import org.jspecify.annotations.NullMarked;
