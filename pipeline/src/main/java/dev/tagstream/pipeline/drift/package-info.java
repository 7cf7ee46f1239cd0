/**
 * Drift: how far the tags of a window of images are from those of a reference. A reference has, for
 * one model, how many images have each label as their best tag, and the mean score of these tags.
 * The distance is the population stability index over the labels, and the shift of the mean score.
 *
 * <p>Depends on {@code record}, and on {@code schemas.model} for strict JSON; not on Flink, Kafka,
 * Avro, ONNX Runtime or any other package.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.drift;

import org.jspecify.annotations.NullMarked;
