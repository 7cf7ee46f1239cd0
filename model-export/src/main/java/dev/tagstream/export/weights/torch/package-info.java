/**
 * PyTorch checkpoints as {@code torch.save} writes them: since 1.6 a zip with a pickle that
 * describes the tensors and one entry for each storage of elements, before a sequence of pickles
 * and storages.
 *
 * <p>The pickle is data here: nothing in it can name a class of ours, nothing that it calls is
 * called, and what it holds beside weights is passed over.
 */
@NullMarked
package dev.tagstream.export.weights.torch;

import org.jspecify.annotations.NullMarked;
