/**
 * Parquet files without Hadoop. This package uses only the parts of parquet-hadoop that work
 * without Hadoop's classes: the conversion of the footer, and the writer with codecs of its own.
 * The reader of parquet-hadoop loads a whole row group into memory, which for images may be
 * gigabytes; {@code ColumnPages} reads page by page.
 *
 * <p>Does not depend on images, stores or Flink.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.objects.parquet;

import org.jspecify.annotations.NullMarked;
