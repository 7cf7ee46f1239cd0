/**
 * The safetensors format: eight bytes for the header's length, a JSON header, the elements.
 *
 * <p>Does not depend on other formats.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.weights.safetensors;

import org.jspecify.annotations.NullMarked;
