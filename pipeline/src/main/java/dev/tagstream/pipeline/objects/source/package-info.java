/**
 * The source of the job where images lie in objects. An enumerator lists page by page, no further
 * ahead than the readers need, and keeps the token of the next page in its checkpoint. Splits are
 * parts of pages, archives and tables; where a reader is within its split is in the reader's.
 */
@NullMarked
package dev.tagstream.pipeline.objects.source;

import org.jspecify.annotations.NullMarked;
