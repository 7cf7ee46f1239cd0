package dev.tagstream.pipeline.outcome;

import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import dev.tagstream.schemas.Tag;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Converts outcomes to the records of Tagstream's schemas. */
public final class OutcomeRecords {

  /** Limits the detail, which is for people: a model's message can be long. */
  private static final int MAX_DETAIL_CHARS = 1000;

  private OutcomeRecords() {}

  /** A record of either schema; a reject has no value. */
  public static SpecificRecord of(ImageOutcome outcome) {
    return outcome instanceof TaggedImage tagged
        ? tags(tagged).build()
        : reject((dev.tagstream.pipeline.record.RejectedImage) outcome).build();
  }

  /** The record of a tagged image. */
  public static ImageTags.Builder tags(TaggedImage tagged) {
    QueuedImage image = tagged.image();
    EncodedImage encoded = image.encoded();
    ModelRun run = tagged.run();
    return ImageTags.newBuilder(SourceFields.set(new ImageTags(), encoded.source()))
        .setId(encoded.id())
        .setTags(tags(tagged.tags()))
        .setModelName(run.modelName())
        .setModelSha256(run.modelSha256())
        .setProvider(run.provider())
        .setModelRole(role(encoded.source(), run.role()))
        .setTaggedAt(Instant.ofEpochMilli(run.taggedAtMillis()))
        .setDecodeMicros(image.decodeMicros())
        .setQueueMicros(tagged.queueMicros())
        .setInferenceMicros(run.inferenceMicros())
        .setWidth(image.originalWidth())
        .setHeight(image.originalHeight())
        .setTruncated(image.missing())
        .setEventTime(instant(encoded.eventTimeMillis()))
        .setAttributes(encoded.attributes())
        .setEmbedding(embedding(tagged.embedding()));
  }

  /** The record of a reject, with an empty value. */
  public static RejectedImage.Builder reject(dev.tagstream.pipeline.record.RejectedImage image) {
    return RejectedImage.newBuilder(SourceFields.set(new RejectedImage(), image.source()))
        .setId(image.id())
        .setReason(written(image.reason()))
        .setStage(written(image.stage()))
        .setModelRole(role(image.source(), image.role()))
        .setDetail(shortened(image.detail()))
        .setRejectedAt(Instant.now())
        .setValue(ByteBuffer.allocate(0))
        .setValueBytes(0);
  }

  /** The role of the model that an image went through; null if the job never switches models. */
  private static @Nullable String role(ImageSource source, @Nullable ModelRole role) {
    return source.epoch() == null || role == null ? null : role.word();
  }

  private static List<Tag> tags(List<dev.tagstream.pipeline.record.Tag> tags) {
    List<Tag> written = new ArrayList<>(tags.size());
    for (var tag : tags) {
      written.add(new Tag(tag.index(), tag.label(), tag.wnid(), tag.score()));
    }
    return written;
  }

  private static @Nullable List<Float> embedding(float @Nullable [] features) {
    return features == null ? null : new FloatList(features);
  }

  private static @Nullable Instant instant(@Nullable Long epochMillis) {
    return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis);
  }

  private static RejectReason written(dev.tagstream.pipeline.record.RejectReason reason) {
    return switch (reason) {
      case EMPTY_RECORD -> RejectReason.EMPTY_RECORD;
      case NOT_AN_IMAGE_EVENT -> RejectReason.NOT_AN_IMAGE_EVENT;
      case UNKNOWN_SCHEMA -> RejectReason.UNKNOWN_SCHEMA;
      case UNKNOWN_SCHEMA_ID -> RejectReason.UNKNOWN_SCHEMA_ID;
      case INVALID_EVENT -> RejectReason.INVALID_EVENT;
      case URI_NOT_SUPPORTED -> RejectReason.URI_NOT_SUPPORTED;
      case URI_NOT_FOUND -> RejectReason.URI_NOT_FOUND;
      case URI_NOT_ALLOWED -> RejectReason.URI_NOT_ALLOWED;
      case URI_TOO_LARGE -> RejectReason.URI_TOO_LARGE;
      case URI_UNREACHABLE -> RejectReason.URI_UNREACHABLE;
      case EMPTY_IMAGE -> RejectReason.EMPTY_IMAGE;
      case TOO_MANY_BYTES -> RejectReason.TOO_MANY_BYTES;
      case TOO_MANY_PIXELS -> RejectReason.TOO_MANY_PIXELS;
      case UNSUPPORTED_FORMAT -> RejectReason.UNSUPPORTED_FORMAT;
      case CORRUPT_IMAGE -> RejectReason.CORRUPT_IMAGE;
      case TRUNCATED_IMAGE -> RejectReason.TRUNCATED_IMAGE;
      case MODEL_FAILED -> RejectReason.MODEL_FAILED;
      case CRASHED_THE_PROCESS -> RejectReason.CRASHED_THE_PROCESS;
    };
  }

  private static Stage written(dev.tagstream.pipeline.record.Stage stage) {
    return switch (stage) {
      case READ -> Stage.READ;
      case FETCH -> Stage.FETCH;
      case DECODE -> Stage.DECODE;
      case TAG -> Stage.TAG;
    };
  }

  private static String shortened(String detail) {
    return detail.length() <= MAX_DETAIL_CHARS
        ? detail
        : detail.substring(0, MAX_DETAIL_CHARS - 1) + "…";
  }
}
