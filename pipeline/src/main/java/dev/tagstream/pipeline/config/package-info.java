/** Options, and the validated records that the job is built from. */
@NullMarked
package dev.tagstream.pipeline.config;

import org.jspecify.annotations.NullMarked;
