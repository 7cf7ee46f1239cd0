package dev.tagstream.pipeline.kafka.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceRecord;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads notifications of S3, MinIO and other stores about one new object each. Bucket and key
 * become the URI, the key becomes the id.
 */
final class S3Notifications implements EventReader {

  /** S3's own limit is 256 KB. */
  private static final int MAX_BYTES = 1 << 20;

  private static final String CREATED = "ObjectCreated";

  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Override
  public Event read(SourceRecord record, ByteRange value) throws UnreadableEventException {
    JsonNode notification = onlyRecord(parsed(value));
    String name = notification.path("eventName").asText();
    if (!name.contains(CREATED)) {
      throw invalid("the notification is about '%s', not about a new object".formatted(name));
    }
    String bucket = notification.at("/s3/bucket/name").asText();
    String key = decoded(notification.at("/s3/object/key").asText());
    if (bucket.isEmpty() || key.isEmpty()) {
      throw invalid("the notification names no bucket or no key");
    }
    JsonNode time = notification.path("eventTime");
    return new Event(
        key,
        null,
        "s3://" + bucket + "/" + key,
        time.isTextual() ? Long.valueOf(EventTimes.ofText("eventTime", time.asText())) : null,
        attributes(notification, bucket));
  }

  private JsonNode parsed(ByteRange value) throws UnreadableEventException {
    if (value.length() > MAX_BYTES) {
      throw notAnEvent(
          "the notification has %d bytes but may have %d".formatted(value.length(), MAX_BYTES));
    }
    try {
      return json.readTree(value.array(), value.offset(), value.length());
    } catch (JsonProcessingException malformed) {
      throw notAnEvent(
          "the value is not valid JSON: "
              + malformed.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException malformed) {
      throw notAnEvent("the value is not valid JSON");
    }
  }

  private static JsonNode onlyRecord(JsonNode notification) throws UnreadableEventException {
    JsonNode records = notification.path("Records");
    if (!records.isArray()) {
      throw notAnEvent("the value is not a notification of S3: it has no Records");
    }
    if (records.size() != 1) {
      throw invalid(
          "the notification has %d records but must have one, because each record of the topic has one result; split Records before they reach the topic"
              .formatted(records.size()));
    }
    return records.get(0);
  }

  private static Map<String, String> attributes(JsonNode notification, String bucket) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("bucket", bucket);
    for (String name : new String[] {"eTag", "size", "versionId", "sequencer"}) {
      JsonNode value = notification.at("/s3/object/" + name);
      if (value.isValueNode() && !value.isNull()) {
        attributes.put(name, value.asText());
      }
    }
    return attributes;
  }

  /** Keys are encoded like the fields of a form: a plus is a space. */
  private static String decoded(String key) throws UnreadableEventException {
    try {
      return URLDecoder.decode(key, UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw invalid("the key of the notification is not URL-encoded");
    }
  }

  private static UnreadableEventException notAnEvent(String detail) {
    return new UnreadableEventException(RejectReason.NOT_AN_IMAGE_EVENT, detail);
  }

  private static UnreadableEventException invalid(String detail) {
    return new UnreadableEventException(RejectReason.INVALID_EVENT, detail);
  }
}
