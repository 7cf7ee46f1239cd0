package dev.tagstream.pipeline.objects.result;

import dev.tagstream.pipeline.objects.parquet.ParquetRowWriter;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Results as Parquet, with the names of the fields of Tagstream's schemas. */
final class ParquetResults {

  private static final String SOURCE =
      "required binary sourceUri (UTF8); optional binary sourceMember (UTF8);"
          + " optional int64 sourceRow;";

  private static final String TAGS =
      "message ImageTags { required binary id (UTF8);"
          + " required group tags (LIST) { repeated group list { required group element {"
          + " required int32 index; required binary label (UTF8); optional binary wnid (UTF8);"
          + " required float score; } } } "
          + SOURCE
          + " required int32 width; required int32 height; optional binary truncated (UTF8);"
          + " required binary modelName (UTF8); required binary modelSha256 (UTF8);"
          + " required binary provider (UTF8); required int64 taggedAt (TIMESTAMP_MILLIS);"
          + " required group attributes (MAP) { repeated group key_value {"
          + " required binary key (UTF8); required binary value (UTF8); } }"
          + " optional group embedding (LIST) { repeated group list { required float element; } } }";

  private static final String REJECTS =
      "message RejectedImage { optional binary id (UTF8); required binary reason (UTF8);"
          + " required binary stage (UTF8); required binary detail (UTF8); "
          + SOURCE
          + " }";

  private ParquetResults() {}

  private interface Fill<T> extends BiConsumer<T, Group>, Serializable {}

  /** Writes tagged images. */
  static BulkWriter.Factory<TaggedImage> tags() {
    return factory(TAGS, ParquetResults::fill);
  }

  /** Writes rejects. */
  static BulkWriter.Factory<RejectedImage> rejects() {
    return factory(REJECTS, ParquetResults::fill);
  }

  private static <T> BulkWriter.Factory<T> factory(String schema, Fill<T> fill) {
    return stream -> {
      MessageType type = MessageTypeParser.parseMessageType(schema);
      ParquetWriter<Group> rows =
          ParquetRowWriter.open(
              new OneStream(stream),
              type,
              builder -> builder.withCompressionCodec(CompressionCodecName.ZSTD));
      return new BulkWriter<>() {

        @Override
        public void addElement(T result) throws IOException {
          Group row = new SimpleGroup(type);
          fill.accept(result, row);
          rows.write(row);
        }

        @Override
        public void flush() {
          // Parquet writes at the end of a row group
        }

        @Override
        public void finish() throws IOException {
          rows.close();
        }
      };
    };
  }

  private static void fill(TaggedImage image, Group row) {
    EncodedImage encoded = image.image().encoded();
    row.append("id", encoded.id());
    Group tags = row.addGroup("tags");
    for (Tag tag : image.tags()) {
      Group element = tags.addGroup("list").addGroup("element");
      element.append("index", tag.index()).append("label", tag.label());
      if (tag.wnid() != null) {
        element.append("wnid", tag.wnid());
      }
      element.append("score", tag.score());
    }
    fillSource(encoded.source(), row);
    fillRun(image, row);
    Group attributes = row.addGroup("attributes");
    encoded
        .attributes()
        .forEach(
            (key, value) ->
                attributes.addGroup("key_value").append("key", key).append("value", value));
    float[] embedding = image.embedding();
    if (embedding != null) {
      Group list = row.addGroup("embedding");
      for (float value : embedding) {
        list.addGroup("list").append("element", value);
      }
    }
  }

  private static void fillRun(TaggedImage image, Group row) {
    row.append("width", image.image().originalWidth());
    row.append("height", image.image().originalHeight());
    if (image.image().missing() != null) {
      row.append("truncated", image.image().missing());
    }
    row.append("modelName", image.run().modelName());
    row.append("modelSha256", image.run().modelSha256());
    row.append("provider", image.run().provider());
    row.append("taggedAt", image.run().taggedAtMillis());
  }

  private static void fill(RejectedImage rejected, Group row) {
    if (rejected.id() != null) {
      row.append("id", rejected.id());
    }
    row.append("reason", rejected.reason().name());
    row.append("stage", rejected.stage().name());
    row.append("detail", rejected.detail());
    fillSource(rejected.source(), row);
  }

  private static void fillSource(ImageSource source, Group row) {
    ResultFields fields = ResultFields.of(source);
    row.append("sourceUri", fields.uri());
    if (fields.member() != null) {
      row.append("sourceMember", fields.member());
    }
    if (fields.row() != null) {
      row.append("sourceRow", fields.row());
    }
  }

  /** A file of Flink's sink, which closes it itself. */
  private record OneStream(FSDataOutputStream stream) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {

        @Override
        public long getPos() throws IOException {
          return stream.getPos();
        }

        @Override
        public void write(int b) throws IOException {
          stream.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          stream.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
          stream.flush();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
