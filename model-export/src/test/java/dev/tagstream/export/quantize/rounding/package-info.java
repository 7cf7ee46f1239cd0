/** Tests of the rounding of weights. */
@NullMarked
package dev.tagstream.export.quantize.rounding;

import org.jspecify.annotations.NullMarked;
