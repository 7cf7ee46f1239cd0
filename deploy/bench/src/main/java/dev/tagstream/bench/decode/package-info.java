/**
 * Ways to make of an encoded image the pixels that a model sees: the pipeline's decoder, OpenCV
 * alone and the JDK's ImageIO. Knows the pipeline's decoder and OpenCV; nothing of Kafka and Flink.
 */
@NullMarked
package dev.tagstream.bench.decode;

import org.jspecify.annotations.NullMarked;
