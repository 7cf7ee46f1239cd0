/**
 * Drives the cluster of {@code bin/cluster} from Java: starts it, kills parts of it, asks Flink.
 * For tests. Knows nothing of images.
 */
@NullMarked
package dev.tagstream.cluster;

import org.jspecify.annotations.NullMarked;
