/**
 * Images in objects: files, objects of S3, members of tar archives, rows of Parquet files. The
 * other end of the job beside {@code kafka}, which it does not know.
 *
 * <p>{@code objects.store} lists objects page by page, each page with a token that the next begins
 * from, and opens them at any byte. Nobody holds a whole listing: the first page is read while the
 * second is listed. {@code objects.read} makes images of objects. It has one shape for all: a
 * {@link dev.tagstream.pipeline.objects.read.ImageCursor} gives one image or reject after another,
 * and its position is all that has to be remembered to go on. A single image is an object with one
 * image. A tar archive is read from its beginning to its end, its members in groups of one key. A
 * Parquet file is read row group by row group.
 *
 * <p>Nothing that an object says of itself is believed before it is compared with a limit. What is
 * wrong with an object is a reject with its place and a reason, also where it does not come
 * although its store still lists it; what is wrong with a store, such as a network that fails, is
 * an {@link java.io.IOException}: the job tries again from its last checkpoint.
 *
 * <p>Knows {@code record}, {@code config} and how to tell an image from other bytes; not {@code
 * kafka}, no models, no pixels. {@code objects.store} and {@code objects.read} do not know Flink,
 * so a program without it reads the same images.
 */
@NullMarked
package dev.tagstream.pipeline.objects;

import org.jspecify.annotations.NullMarked;
