package dev.tagstream.pipeline.kafka;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.event.Event;
import dev.tagstream.pipeline.kafka.event.EventFormat;
import dev.tagstream.pipeline.kafka.event.EventReader;
import dev.tagstream.pipeline.kafka.event.EventRules;
import dev.tagstream.pipeline.kafka.event.UnreadableEventException;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.operator.RejectsOutput;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.storm.StormLimits;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Reads image events from records; rejects everything else. An event with a URI becomes an image
 * without bytes where the job fetches images.
 */
public final class ReadImageEvents extends ProcessFunction<SourceRecord, EncodedImage>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  private static final ByteRange NO_BYTES = ByteRange.of(new byte[0]);

  private final EventFormat format;
  private final StormLimits storm;
  private final UriEvents uris;
  private final Mode mode;

  private transient @Nullable EventReader events;
  private transient @Nullable SeenSchemas seen;
  private transient RejectsOutput rejects;
  private transient Counter imagesRead;
  private transient Counter bytesRead;

  /**
   * A reader of events.
   *
   * @param format of the records
   * @param storm when rejects are a storm
   * @param uris the treatment of events with a URI
   * @param mode whether the tasks end one after the other
   */
  public ReadImageEvents(EventFormat format, StormLimits storm, UriEvents uris, Mode mode) {
    this.format = format;
    this.storm = storm;
    this.uris = uris;
    this.mode = mode;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    RegistryConfig registry = format.registryOfIds();
    seen =
        registry == null
            ? null
            : SeenSchemas.restore(
                context.getOperatorStateStore(), registry, mode, getRuntimeContext().getTaskInfo());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (seen != null) {
      seen.save(requireNonNull(events).schemas());
    }
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    rejects = new RejectsOutput(metrics, storm);
    imagesRead = TaggingMetric.IMAGES_READ.counter(metrics);
    bytesRead = TaggingMetric.BYTES_READ.counter(metrics);
    events = format.open(seen == null ? Map.of() : seen.restored());
  }

  @Override
  public void processElement(SourceRecord record, Context context, Collector<EncodedImage> out)
      throws InterruptedException {
    imagesRead.inc();
    ByteRange value = record.value();
    if (value == null || value.isEmpty()) {
      reject(context, record, null, RejectReason.EMPTY_RECORD, "the record has no value");
      return;
    }
    bytesRead.inc(value.length());
    Event event;
    try {
      event = requireNonNull(events).read(record, value);
    } catch (UnreadableEventException unreadable) {
      // a replay sends the id as the key, where the key is the id
      String id = EventRules.reportableId(record.key());
      reject(context, record, id, unreadable.reason(), unreadable.detail());
      return;
    }
    read(record, event, context, out);
  }

  private void read(
      SourceRecord record, Event event, Context context, Collector<EncodedImage> out) {
    String broken = EventRules.firstBroken(event);
    if (broken != null) {
      reject(
          context, record, EventRules.reportableId(event.id()), RejectReason.INVALID_EVENT, broken);
    } else if (event.image() == null && uris == UriEvents.REJECTED) {
      reject(
          context,
          record,
          event.id(),
          RejectReason.URI_NOT_SUPPORTED,
          "the event names a URI but images must travel in their events; set "
              + TaggingOptions.FETCH_ALLOW.key());
    } else {
      rejects.accept();
      out.collect(image(record, event));
    }
  }

  private static EncodedImage image(SourceRecord record, Event event) {
    return new EncodedImage(
        record,
        event.id(),
        event.image() == null ? NO_BYTES : event.image(),
        event.eventTimeMillis(),
        event.attributes(),
        event.uri());
  }

  private void reject(
      Context context,
      SourceRecord record,
      @Nullable String id,
      RejectReason reason,
      String detail) {
    rejects.reject(context, new RejectedImage(record, id, reason, Stage.READ, detail));
  }

  @Override
  public void close() {
    if (events != null) {
      events.close();
    }
  }
}
