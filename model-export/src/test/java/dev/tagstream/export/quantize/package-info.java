/** Tests of labels, preprocessing files and the contract as JSON. */
@NullMarked
package dev.tagstream.export.quantize;

import org.jspecify.annotations.NullMarked;
