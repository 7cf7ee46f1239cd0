/**
 * Writes results to files with Flink's file sink. Each checkpoint starts new files, which become
 * visible when it completes, so every result is in exactly one file. The job itself writes {@code
 * _SUCCESS} at its end, in {@link dev.tagstream.pipeline.objects.result.CompleteRun}, whoever
 * submitted it and wherever it runs.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.objects.result;

import org.jspecify.annotations.NullMarked;
