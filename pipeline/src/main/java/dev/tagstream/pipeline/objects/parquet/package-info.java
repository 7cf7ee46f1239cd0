/**
 * Parquet files without Hadoop. Of parquet-hadoop only what neither reads nor writes by Hadoop's
 * classes is used: the footer's conversion, and the writer with codecs of our own. Its reader takes
 * a whole row group into memory, which for images may be gigabytes; {@code ColumnPages} reads page
 * after page.
 *
 * <p>Knows nothing of images, stores and Flink.
 */
@NullMarked
package dev.tagstream.pipeline.objects.parquet;

import org.jspecify.annotations.NullMarked;
