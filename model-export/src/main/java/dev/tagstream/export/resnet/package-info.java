/**
 * ResNets as the paper and torchvision define them: their depths, the names of their weights, and
 * their graph.
 *
 * <p>Does not depend on formats of weight files; it takes named tensors.
 */
@NullMarked
package dev.tagstream.export.resnet;

import org.jspecify.annotations.NullMarked;
