/**
 * What the job counts and measures, in addition to Flink's own metrics; {@code
 * deploy/monitoring/METRICS.md} documents it for operators.
 *
 * <p>Depends on Flink's metrics alone.
 */
@NullMarked
package dev.tagstream.pipeline.metric;

import org.jspecify.annotations.NullMarked;
