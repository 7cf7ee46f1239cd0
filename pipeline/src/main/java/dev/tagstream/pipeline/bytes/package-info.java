/**
 * Bytes that are passed on without being copied, and their type in Flink.
 *
 * <p>Depends on Flink's types, and on nothing else of Flink or of the pipeline.
 *
 * <p>Part of the API, see {@code pipeline/README.md}.
 */
@NullMarked
package dev.tagstream.pipeline.bytes;

import org.jspecify.annotations.NullMarked;
