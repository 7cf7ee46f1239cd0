/**
 * Bytes that are passed on without being copied, and how Flink carries them from task to task.
 *
 * <p>Knows Flink's types only: nothing of images, topics or models, nothing else of Flink.
 */
@NullMarked
package dev.tagstream.pipeline.bytes;

import org.jspecify.annotations.NullMarked;
