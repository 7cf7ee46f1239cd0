/**
 * PyTorch checkpoints as {@code torch.save} has written them since 1.6: a zip with a pickle that
 * describes the tensors and one entry for each storage of elements.
 *
 * <p>The pickle is data here: nothing in it can name a class of ours, and what it may name is a
 * short list.
 */
@NullMarked
package dev.tagstream.export.weights.torch;

import org.jspecify.annotations.NullMarked;
