/**
 * {@code tagstream run} and {@code tagstream job}: the job in this process, or on a Flink cluster.
 */
@NullMarked
package dev.tagstream.cli.job;

import org.jspecify.annotations.NullMarked;
