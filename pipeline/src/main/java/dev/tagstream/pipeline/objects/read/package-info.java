/**
 * Makes images of objects: single files, tar archives, Parquet files.
 *
 * <p>Knows {@code objects.store}, {@code record} and how to tell an image from other bytes; neither
 * Flink nor options.
 */
@NullMarked
package dev.tagstream.pipeline.objects.read;

import org.jspecify.annotations.NullMarked;
