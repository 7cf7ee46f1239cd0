/** Options: what can be set, and the validated record the job is built from. */
@NullMarked
package dev.tagstream.pipeline.config;

import org.jspecify.annotations.NullMarked;
