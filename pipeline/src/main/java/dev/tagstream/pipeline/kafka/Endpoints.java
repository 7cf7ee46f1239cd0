package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.TaggedImage;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/**
 * The source and the sinks of the job.
 *
 * @param images the source of records with images
 * @param tags the sink of tagged images
 * @param rejects the sink of rejected images
 */
public record Endpoints(
    Source<SourceRecord, ?, ?> images, Sink<TaggedImage> tags, Sink<RejectedImage> rejects) {}
