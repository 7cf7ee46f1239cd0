/**
 * Results as files, by Flink's file sink: they are begun anew at every checkpoint and become
 * visible when it is complete, so each result is in one file, once.
 */
@NullMarked
package dev.tagstream.pipeline.objects.result;

import org.jspecify.annotations.NullMarked;
