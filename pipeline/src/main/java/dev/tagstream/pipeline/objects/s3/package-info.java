/**
 * Objects of S3, and of stores that speak as it does, by Amazon's client without its pools of
 * connections: Java's own connections are enough for one reader.
 *
 * <p>Knows {@code objects.store} only; nobody else knows Amazon's client.
 */
@NullMarked
package dev.tagstream.pipeline.objects.s3;

import org.jspecify.annotations.NullMarked;
