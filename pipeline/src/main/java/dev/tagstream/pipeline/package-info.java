/** The job: images from Kafka, tagged by a model inside Flink, written back to Kafka. */
@NullMarked
package dev.tagstream.pipeline;

import org.jspecify.annotations.NullMarked;
