package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.pipeline.rollout.ManifestSource;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.jspecify.annotations.Nullable;

/**
 * The source and the sinks of the job.
 *
 * @param images the source of records with images
 * @param tags the sink of tagged images
 * @param rejects the sink of rejected images
 * @param shadows the sink of what a shadow says of tagged images; null if the job takes none
 * @param models where the manifest of the job's models is; null if it never switches
 * @param also the sinks of images as further models tag them, in the order of the option; none in
 *     most jobs
 */
public record Endpoints(
    Source<SourceRecord, ?, ?> images,
    Sink<TaggedImage> tags,
    Sink<RejectedImage> rejects,
    @Nullable Sink<TaggedImage> shadows,
    @Nullable ManifestSource models,
    List<Sink<TaggedImage>> also) {

  public Endpoints {
    also = List.copyOf(also);
  }

  /** Ends of a job that has one model and never switches. */
  public Endpoints(
      Source<SourceRecord, ?, ?> images, Sink<TaggedImage> tags, Sink<RejectedImage> rejects) {
    this(images, tags, rejects, null, null, List.of());
  }
}
