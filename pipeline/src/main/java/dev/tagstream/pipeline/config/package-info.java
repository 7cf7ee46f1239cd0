/**
 * Options, and the validated records that the job is built from.
 *
 * <p>Part of the API, see {@code pipeline/README.md}.
 */
@NullMarked
package dev.tagstream.pipeline.config;

import org.jspecify.annotations.NullMarked;
