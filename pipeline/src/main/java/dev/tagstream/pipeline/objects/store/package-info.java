/**
 * Stores of objects: list them in pages, and open them at any byte.
 *
 * <p>Does not depend on images or Flink.
 */
@NullMarked
package dev.tagstream.pipeline.objects.store;

import org.jspecify.annotations.NullMarked;
