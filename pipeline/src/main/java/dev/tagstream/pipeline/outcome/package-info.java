/**
 * The three formats of an image's outcome: the Avro record of a topic, a line of JSON, a row of a
 * Parquet file. All have the fields of the schemas {@code ImageTags} and {@code RejectedImage} in
 * the same order, because the line and the row are derived from the record.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.outcome;

import org.jspecify.annotations.NullMarked;
