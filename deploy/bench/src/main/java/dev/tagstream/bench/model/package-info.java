/**
 * The default models of benchmarks. The cost of an image does not depend on a network's weights, so
 * random weights are enough.
 */
@NullMarked
package dev.tagstream.bench.model;

import org.jspecify.annotations.NullMarked;
