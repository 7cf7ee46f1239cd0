/**
 * PyTorch checkpoints as {@code torch.save} writes them: since 1.6 a zip with a pickle that
 * describes the tensors and one entry for each storage; before 1.6 a sequence of pickles and
 * storages.
 *
 * <p>Tagstream treats the pickle as data: it cannot name a Java class, none of its calls run, and
 * values that are not weights are ignored.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.weights.torch;

import org.jspecify.annotations.NullMarked;
