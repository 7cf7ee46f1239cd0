package dev.tagstream.pipeline.objects.s3;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The connection to S3. Credentials come from the environment, a profile or a role, as for Amazon's
 * own clients.
 *
 * @param endpoint the URL of a store with S3's interface, such as {@code http://minio:9000}; null
 *     for Amazon S3
 * @param region such as {@code eu-central-1}; null for that of the environment
 */
public record S3Settings(@Nullable String endpoint, @Nullable String region)
    implements Serializable {}
