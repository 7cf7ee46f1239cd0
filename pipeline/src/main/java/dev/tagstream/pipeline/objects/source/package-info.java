/**
 * The job's source of images in objects. The enumerator lists page by page, no further ahead than
 * the readers need, and its checkpoint contains the token of the next page. A split is a part of a
 * page, an archive or a table. A reader's checkpoint contains its position in its split.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.objects.source;

import org.jspecify.annotations.NullMarked;
