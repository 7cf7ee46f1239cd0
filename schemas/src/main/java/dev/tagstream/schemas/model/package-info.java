/**
 * The contract in a model file's metadata, as {@code model-export/README.md} describes it: its
 * records, and the only reader and the only writer of its JSON.
 *
 * <p>Depends on JSON only, not on Avro, ONNX, Flink or images.
 *
 * <p>Part of the API, see {@code pipeline/README.md}.
 */
@NullMarked
package dev.tagstream.schemas.model;

import org.jspecify.annotations.NullMarked;
