/**
 * Objects in S3 and in stores with S3's interface, read with Amazon's client on Java's own HTTP
 * connections, which are enough for one reader.
 *
 * <p>Depends on {@code objects.store} only. No other package depends on Amazon's client.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.objects.s3;

import org.jspecify.annotations.NullMarked;
