/**
 * Reads images from objects: single files, tar archives, Parquet files.
 *
 * <p>Depends on {@code objects.store}, {@code record} and the detection of image formats, not on
 * Flink or options.
 */
@NullMarked
package dev.tagstream.pipeline.objects.read;

import org.jspecify.annotations.NullMarked;
