/**
 * What the job counts and measures, beside Flink's own metrics; {@code
 * deploy/monitoring/METRICS.md} is the page for those who watch it.
 *
 * <p>Knows Flink's metrics and nothing else of the pipeline.
 */
@NullMarked
package dev.tagstream.pipeline.metric;

import org.jspecify.annotations.NullMarked;
