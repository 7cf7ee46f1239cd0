/**
 * ResNets as the paper and torchvision define them: their depths, what their weights are called,
 * and their graph.
 *
 * <p>Knows nothing of weight files' formats: it takes named tensors.
 */
@NullMarked
package dev.tagstream.export.resnet;

import org.jspecify.annotations.NullMarked;
