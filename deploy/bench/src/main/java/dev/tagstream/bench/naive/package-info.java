/**
 * The naive first version of the job: a function for each record, with the defaults of Java and
 * ONNX Runtime. A fair baseline.
 */
@NullMarked
package dev.tagstream.bench.naive;

import org.jspecify.annotations.NullMarked;
