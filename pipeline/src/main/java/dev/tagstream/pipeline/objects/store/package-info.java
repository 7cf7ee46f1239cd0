/**
 * Stores of objects: listing by pages, opening at any byte.
 *
 * <p>Knows neither images nor Flink.
 */
@NullMarked
package dev.tagstream.pipeline.objects.store;

import org.jspecify.annotations.NullMarked;
