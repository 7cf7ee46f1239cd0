/**
 * Stores of objects: list them in pages, and open them at any byte.
 *
 * <p>Does not depend on images or Flink.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.objects.store;

import org.jspecify.annotations.NullMarked;
