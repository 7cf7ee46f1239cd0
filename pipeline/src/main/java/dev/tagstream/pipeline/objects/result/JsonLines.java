package dev.tagstream.pipeline.objects.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.flink.api.common.serialization.Encoder;

/** Results as JSON, an object in each line, with the names of the fields of Tagstream's schemas. */
final class JsonLines {

  private static final JsonFactory JSON =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private JsonLines() {}

  /** Writes tagged images. */
  static Encoder<TaggedImage> tags() {
    return (image, stream) -> line(stream, json -> write(image, json));
  }

  /** Writes rejects. */
  static Encoder<RejectedImage> rejects() {
    return (rejected, stream) -> line(stream, json -> write(rejected, json));
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static void line(OutputStream stream, Fields fields) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(stream)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(TaggedImage image, JsonGenerator json) throws IOException {
    EncodedImage encoded = image.image().encoded();
    json.writeStringField("id", encoded.id());
    json.writeArrayFieldStart("tags");
    for (Tag tag : image.tags()) {
      json.writeStartObject();
      json.writeNumberField("index", tag.index());
      json.writeStringField("label", tag.label());
      if (tag.wnid() != null) {
        json.writeStringField("wnid", tag.wnid());
      }
      json.writeNumberField("score", tag.score());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeSource(encoded.source(), json);
    writeRun(image, json);
    writeAttributes(encoded.attributes(), json);
    float[] embedding = image.embedding();
    if (embedding != null) {
      json.writeArrayFieldStart("embedding");
      for (float value : embedding) {
        json.writeNumber(value);
      }
      json.writeEndArray();
    }
  }

  private static void writeRun(TaggedImage image, JsonGenerator json) throws IOException {
    ModelRun run = image.run();
    json.writeNumberField("width", image.image().originalWidth());
    json.writeNumberField("height", image.image().originalHeight());
    if (image.image().missing() != null) {
      json.writeStringField("truncated", image.image().missing());
    }
    json.writeStringField("modelName", run.modelName());
    json.writeStringField("modelSha256", run.modelSha256());
    json.writeStringField("provider", run.provider());
    json.writeNumberField("taggedAt", run.taggedAtMillis());
  }

  private static void writeAttributes(Map<String, String> attributes, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("attributes");
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      json.writeStringField(attribute.getKey(), attribute.getValue());
    }
    json.writeEndObject();
  }

  private static void write(RejectedImage rejected, JsonGenerator json) throws IOException {
    if (rejected.id() != null) {
      json.writeStringField("id", rejected.id());
    }
    json.writeStringField("reason", rejected.reason().name());
    json.writeStringField("stage", rejected.stage().name());
    json.writeStringField("detail", rejected.detail());
    writeSource(rejected.source(), json);
  }

  private static void writeSource(ImageSource source, JsonGenerator json) throws IOException {
    ResultFields fields = ResultFields.of(source);
    json.writeStringField("sourceUri", fields.uri());
    if (fields.member() != null) {
      json.writeStringField("sourceMember", fields.member());
    }
    if (fields.row() != null) {
      json.writeNumberField("sourceRow", fields.row());
    }
  }
}
