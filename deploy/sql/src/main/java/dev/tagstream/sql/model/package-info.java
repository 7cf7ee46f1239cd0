/**
 * The provider {@code onnx}: {@code CREATE MODEL … WITH ('provider' = 'onnx', 'model.file' = …)}.
 *
 * <p>{@link dev.tagstream.sql.model.OnnxModelFactory} checks a statement while it is planned. Each
 * parallel instance of {@code ML_PREDICT} then has an {@code ImageTagger} of its own, and all of a
 * process share one session.
 *
 * <p>Knows the tagging steps of {@code pipeline} and Flink's table API. Must not know topics and
 * Avro.
 */
@NullMarked
package dev.tagstream.sql.model;

import org.jspecify.annotations.NullMarked;
