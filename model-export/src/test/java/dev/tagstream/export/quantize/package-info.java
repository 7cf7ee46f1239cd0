/** Tests of the conversion to fewer bits. */
@NullMarked
package dev.tagstream.export.quantize;

import org.jspecify.annotations.NullMarked;
