/**
 * The job that one writes at first: a function for each record, with what Java and ONNX Runtime
 * offer by default. Written as honestly as we could, to be measured against.
 */
@NullMarked
package dev.tagstream.bench.naive;

import org.jspecify.annotations.NullMarked;
