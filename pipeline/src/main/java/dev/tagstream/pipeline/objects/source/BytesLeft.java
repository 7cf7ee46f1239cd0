package dev.tagstream.pipeline.objects.source;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * A reader's report.
 *
 * @param bytes the size of what it has not read of its splits
 */
record BytesLeft(long bytes) implements SourceEvent {}
