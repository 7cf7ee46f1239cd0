/**
 * {@code tagstream tag}: tags images in this process, without a broker and without Flink. {@code
 * input} reads images, {@code output} writes answers.
 *
 * <p>Objects of S3 and archives of any size are read here, too, by the classes that the job for
 * objects reads them with. A Flink in this process would use the same processors, and would cost
 * seconds of start, a folder of checkpoints and the order of the answers; the file of answers is
 * the state to resume from.
 */
@NullMarked
package dev.tagstream.cli.tag;

import org.jspecify.annotations.NullMarked;
