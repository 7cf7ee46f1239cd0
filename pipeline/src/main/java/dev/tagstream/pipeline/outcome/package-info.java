/**
 * What becomes of an image, in the three shapes in which it leaves: the Avro record of a topic, a
 * line of JSON, a row of a Parquet file. The fields, their names and their order are those of the
 * schemas {@code ImageTags} and {@code RejectedImage}, everywhere: the line and the row are derived
 * from the record.
 */
@NullMarked
package dev.tagstream.pipeline.outcome;

import org.jspecify.annotations.NullMarked;
