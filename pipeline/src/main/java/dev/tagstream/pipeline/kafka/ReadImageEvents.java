package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.operator.RejectsOutput;
import dev.tagstream.pipeline.operator.StormLimits;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Reads image events from records; rejects everything else. An event with a URI becomes an image
 * without bytes where the job fetches images.
 */
public final class ReadImageEvents extends ProcessFunction<SourceRecord, EncodedImage> {

  private static final long serialVersionUID = 1L;

  private static final String REMEDY =
      "; add the sender's .avsc to " + TaggingOptions.KAFKA_WRITER_SCHEMAS.key();

  private static final ByteRange NO_BYTES = ByteRange.of(new byte[0]);

  private final WriterSchemas writers;
  private final StormLimits storm;
  private final UriEvents uris;

  private transient SingleObjectDecoder<ImageEvent> decoder;
  private transient RejectsOutput rejects;
  private transient Counter imagesRead;
  private transient Counter bytesRead;

  /**
   * A reader of events.
   *
   * @param writers schemas of events, in addition to this version's
   * @param storm when rejects are a storm
   * @param uris the treatment of events with a URI
   */
  public ReadImageEvents(WriterSchemas writers, StormLimits storm, UriEvents uris) {
    this.writers = writers;
    this.storm = storm;
    this.uris = uris;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    rejects = new RejectsOutput(metrics, storm);
    imagesRead = TaggingMetric.IMAGES_READ.counter(metrics);
    bytesRead = TaggingMetric.BYTES_READ.counter(metrics);
    decoder = SingleObjectDecoder.of(ImageEvent.class, writers.parsed());
  }

  @Override
  public void processElement(SourceRecord record, Context context, Collector<EncodedImage> out) {
    imagesRead.inc();
    ByteRange value = record.value();
    if (value == null || value.isEmpty()) {
      reject(context, record, null, RejectReason.EMPTY_RECORD, "the record has no value");
      return;
    }
    bytesRead.inc(value.length());
    ImageEvent event;
    try {
      event = decoder.decode(value.array(), value.offset(), value.length());
    } catch (MalformedMessageException malformed) {
      reject(context, record, null, RejectReason.NOT_AN_IMAGE_EVENT, message(malformed));
      return;
    } catch (UnknownSchemaException unknown) {
      reject(context, record, null, RejectReason.UNKNOWN_SCHEMA, message(unknown) + REMEDY);
      return;
    }
    read(record, event, context, out);
  }

  private void read(
      SourceRecord record, ImageEvent event, Context context, Collector<EncodedImage> out) {
    String broken = EventRules.firstBroken(event);
    if (broken != null) {
      reject(context, record, EventRules.reportableId(event), RejectReason.INVALID_EVENT, broken);
    } else if (event.getImage() == null && uris == UriEvents.REJECTED) {
      reject(
          context,
          record,
          event.getId(),
          RejectReason.URI_NOT_SUPPORTED,
          "the event names a URI but images must travel in their events; set "
              + TaggingOptions.FETCH_ALLOW.key());
    } else {
      rejects.accept();
      out.collect(image(record, event));
    }
  }

  private static EncodedImage image(SourceRecord record, ImageEvent event) {
    return new EncodedImage(
        record,
        event.getId(),
        event.getImage() == null ? NO_BYTES : ByteRange.of(event.getImage()),
        event.getEventTime() == null ? null : event.getEventTime().toEpochMilli(),
        event.getAttributes(),
        event.getUri());
  }

  private void reject(
      Context context,
      SourceRecord record,
      @Nullable String id,
      RejectReason reason,
      String detail) {
    rejects.reject(context, new RejectedImage(record, id, reason, Stage.READ, detail));
  }

  private static String message(Exception exception) {
    return String.valueOf(exception.getMessage());
  }
}
