/**
 * Decoders that turn an encoded image into a model's pixels: the pipeline's decoder, OpenCV alone
 * and the JDK's ImageIO. Depends on the pipeline's decoder and OpenCV, not on Kafka and Flink.
 */
@NullMarked
package dev.tagstream.bench.decode;

import org.jspecify.annotations.NullMarked;
