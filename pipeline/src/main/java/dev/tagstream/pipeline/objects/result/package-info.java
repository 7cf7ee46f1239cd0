/**
 * Writes results to files with Flink's file sink. Each checkpoint starts new files, which become
 * visible when it completes, so every result is in exactly one file.
 */
@NullMarked
package dev.tagstream.pipeline.objects.result;

import org.jspecify.annotations.NullMarked;
