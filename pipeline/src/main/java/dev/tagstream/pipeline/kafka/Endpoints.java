package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.TaggedImage;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/**
 * The ends of the job.
 *
 * @param images where records with images come from
 * @param tags where tagged images go
 * @param rejects where rejected images go
 */
public record Endpoints(
    Source<SourceRecord, ?, ?> images, Sink<TaggedImage> tags, Sink<RejectedImage> rejects) {}
