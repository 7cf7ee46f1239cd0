package dev.tagstream.pipeline.objects.s3;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where S3 is. Who asks is told as Amazon's clients are told: by environment, profile or role.
 *
 * @param endpoint of a store that is not Amazon's, such as {@code http://minio:9000}; null for
 *     Amazon's
 * @param region such as {@code eu-central-1}; null for the one of the environment
 */
public record S3Settings(@Nullable String endpoint, @Nullable String region)
    implements Serializable {}
