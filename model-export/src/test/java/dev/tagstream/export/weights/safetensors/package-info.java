/** Tests of safetensors files, well-formed and malformed. */
@NullMarked
package dev.tagstream.export.weights.safetensors;

import org.jspecify.annotations.NullMarked;
