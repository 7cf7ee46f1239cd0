/**
 * Keras' weight files: HDF5 files of any version of Keras, and the {@code .keras} archives of Keras
 * 3. Tensors are called {@code layer/kind} after the layers' own names, and have Keras' order of
 * dimensions.
 *
 * <p>Such files are untrusted: names, sizes and links are checked before they are followed. Does
 * not depend on the use of the weights.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.weights.keras;

import org.jspecify.annotations.NullMarked;
