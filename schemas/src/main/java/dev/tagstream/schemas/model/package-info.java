/**
 * The contract in a model file's metadata, as {@code model-export/README.md} describes it: its
 * records, and the one reader and the one writer of its JSON.
 *
 * <p>Knows JSON only: nothing of Avro, ONNX, Flink or images.
 */
@NullMarked
package dev.tagstream.schemas.model;

import org.jspecify.annotations.NullMarked;
