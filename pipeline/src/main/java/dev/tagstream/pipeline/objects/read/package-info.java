/**
 * Reads images from objects: single files, tar archives, Parquet files.
 *
 * <p>Depends on {@code objects.store}, {@code record} and the detection of image formats, not on
 * Flink or options.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.objects.read;

import org.jspecify.annotations.NullMarked;
