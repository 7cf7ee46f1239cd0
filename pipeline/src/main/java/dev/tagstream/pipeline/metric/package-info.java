/**
 * What the job counts and measures, in addition to Flink's own metrics; {@code
 * deploy/monitoring/METRICS.md} documents it for operators.
 *
 * <p>Depends on Flink's metrics alone.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.metric;

import org.jspecify.annotations.NullMarked;
