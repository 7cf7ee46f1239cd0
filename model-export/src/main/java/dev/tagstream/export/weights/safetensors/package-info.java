/**
 * The safetensors format: eight bytes for the header's length, a JSON header, the elements.
 *
 * <p>Knows nothing of other formats.
 */
@NullMarked
package dev.tagstream.export.weights.safetensors;

import org.jspecify.annotations.NullMarked;
