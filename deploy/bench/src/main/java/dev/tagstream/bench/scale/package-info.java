/**
 * Checks that the cost of an image and the memory of the process do not grow while the job runs.
 */
@NullMarked
package dev.tagstream.bench.scale;

import org.jspecify.annotations.NullMarked;
