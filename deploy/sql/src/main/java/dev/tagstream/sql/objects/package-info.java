/**
 * The connector {@code tagstream-objects}: a bounded table of the images in a store, as the job
 * with {@code tagging.source objects} reads them: files, members of archives, rows of Parquet
 * files.
 *
 * <p>Knows {@code pipeline.objects} and Flink's table API. Must not know models and Kafka.
 */
@NullMarked
package dev.tagstream.sql.objects;

import org.jspecify.annotations.NullMarked;
