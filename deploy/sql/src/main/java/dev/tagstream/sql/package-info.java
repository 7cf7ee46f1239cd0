/**
 * Tags images by statements of Flink SQL. Flink finds its three parts by its service loader; no
 * other module but the command line knows them.
 *
 * <ul>
 *   <li>{@link dev.tagstream.sql.model} is the provider {@code onnx} of {@code CREATE MODEL}, which
 *       {@code ML_PREDICT} runs.
 *   <li>{@link dev.tagstream.sql.format} is the format {@code tagstream-avro}, by which the topics
 *       of the job are tables.
 *   <li>{@link dev.tagstream.sql.objects} is the connector {@code tagstream-objects}, by which the
 *       images of a store are a bounded table.
 * </ul>
 *
 * <p>A model decodes and runs as in the job: the same decoder, guards against crashes and session
 * of the process. Three things differ, because SQL gives a function rows and no stream. An image
 * has no place in a topic, so the guard knows it by the digest of its bytes. The synchronous
 * function runs every image alone; the asynchronous one forms batches in a thread of its own. And
 * the rows that Flink's asynchronous operator holds enter checkpoints with their images, so their
 * bytes have a limit.
 *
 * <p>A model is read while its statement is planned, so the machine that plans needs the file, too.
 */
@NullMarked
package dev.tagstream.sql;

import org.jspecify.annotations.NullMarked;
