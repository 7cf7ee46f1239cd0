/**
 * Keras' weight files: HDF5 files of any version of Keras, and the {@code .keras} archives of Keras
 * 3. Tensors are called {@code layer/kind} after the layers' own names, and have Keras' order of
 * dimensions.
 *
 * <p>Nothing in such a file is trusted: names, sizes and links are checked before they are
 * followed. Knows nothing of what the weights are for.
 */
@NullMarked
package dev.tagstream.export.weights.keras;

import org.jspecify.annotations.NullMarked;
