/**
 * The safetensors format: eight bytes for the header's length, a JSON header, the elements.
 *
 * <p>Does not depend on other formats.
 */
@NullMarked
package dev.tagstream.export.weights.safetensors;

import org.jspecify.annotations.NullMarked;
