/**
 * {@code tagstream tag}: tags images in this process, without a broker and without Flink. {@code
 * input} reads images, {@code output} writes answers.
 */
@NullMarked
package dev.tagstream.cli.tag;

import org.jspecify.annotations.NullMarked;
