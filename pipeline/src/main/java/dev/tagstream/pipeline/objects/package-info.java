/**
 * Images in objects: files, objects of S3, members of tar archives, rows of Parquet files. An
 * alternative to {@code kafka} as source and sink of the job.
 *
 * <p>{@code objects.store} lists objects page by page, each page with the token of the next page,
 * and opens them at any byte. No listing is in memory as a whole: the first page is read while the
 * second is listed. {@code objects.read} reads images from objects. All kinds of objects have the
 * same interface: a {@link dev.tagstream.pipeline.objects.read.ImageCursor} returns one image or
 * reject after another, and its position is enough to resume. A single image is an object with one
 * image. A tar archive is read from its beginning to its end, its members in groups of one key. A
 * Parquet file is read row group by row group.
 *
 * <p>Objects are untrusted: every size that an object declares is checked against a limit. A
 * problem with one object is a reject with its place and a reason, even if the store lists the
 * object but does not return it. A problem with a store, such as a network failure, is an {@link
 * java.io.IOException}: the job resumes from its latest checkpoint.
 *
 * <p>Depends on {@code record}, {@code config} and the detection of image formats, not on {@code
 * kafka}, models or pixels. {@code objects.store} and {@code objects.read} do not depend on Flink,
 * so that programs without Flink read the same images.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.objects;

import org.jspecify.annotations.NullMarked;
