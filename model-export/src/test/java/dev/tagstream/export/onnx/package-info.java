/** Tests of what is understood of foreign graphs. */
@NullMarked
package dev.tagstream.export.onnx;

import org.jspecify.annotations.NullMarked;
