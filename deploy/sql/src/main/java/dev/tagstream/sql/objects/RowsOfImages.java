package dev.tagstream.sql.objects;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;
import org.jspecify.annotations.Nullable;

/** Makes a row of each image that was read, and of each that cannot be. */
final class RowsOfImages implements MapFunction<ReadImage, RowData> {

  private static final long serialVersionUID = 1L;

  /** A column that a table may have. */
  @SuppressWarnings("ImmutableEnumChecker") // a type has no state
  private enum ImageColumn {
    /** The object, such as {@code s3://bucket/cats.tar#tom.jpg} for a member of an archive. */
    URI("uri STRING", DataTypes.STRING()),
    /** The name of the image within what was listed. */
    ID("id STRING", DataTypes.STRING()),
    /** The encoded image; NULL if it cannot be read. */
    IMAGE("image BYTES", DataTypes.BYTES()),
    /** What a Parquet file has beside the image. */
    ATTRIBUTES(
        "attributes MAP<STRING, STRING>", DataTypes.MAP(DataTypes.STRING(), DataTypes.STRING())),
    /** Why the image cannot be read; otherwise NULL. */
    REJECT("reject STRING", DataTypes.STRING());

    private final String declaration;
    private final LogicalType type;

    ImageColumn(String declaration, DataType type) {
      this.declaration = declaration;
      this.type = type.getLogicalType();
    }

    boolean is(RowType.RowField declared) {
      return declaration.startsWith(declared.getName() + " ")
          && LogicalTypeCasts.supportsAvoidingCast(type, declared.getType());
    }

    @Nullable Object of(ReadImage read) {
      EncodedImage image = read.image();
      if (image == null) {
        return ofRejected(requireNonNull(read.rejected()));
      }
      return switch (this) {
        case URI -> StringData.fromString(image.source().position());
        case ID -> StringData.fromString(image.id());
        case IMAGE -> copy(image.bytes().asBuffer());
        case ATTRIBUTES -> attributes(image.attributes());
        case REJECT -> null;
      };
    }

    private @Nullable Object ofRejected(RejectedImage rejected) {
      return switch (this) {
        case URI -> StringData.fromString(rejected.source().position());
        case ID -> rejected.id() == null ? null : StringData.fromString(rejected.id());
        case IMAGE, ATTRIBUTES -> null;
        case REJECT -> StringData.fromString(rejected.reason() + ": " + rejected.detail());
      };
    }

    private static byte[] copy(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }

    private static GenericMapData attributes(Map<String, String> attributes) {
      return new GenericMapData(
          attributes.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      entry -> StringData.fromString(entry.getKey()),
                      entry -> StringData.fromString(entry.getValue()))));
    }
  }

  private final List<ImageColumn> columns;

  private RowsOfImages(List<ImageColumn> columns) {
    this.columns = columns;
  }

  /**
   * Reads the columns of a table.
   *
   * @throws ValidationException if an image has no such column
   */
  static RowsOfImages of(LogicalType row) {
    List<ImageColumn> columns = new ArrayList<>();
    for (RowType.RowField declared : ((RowType) row).getFields()) {
      columns.add(
          Arrays.stream(ImageColumn.values())
              .filter(column -> column.is(declared))
              .findFirst()
              .orElseThrow(() -> refused(declared)));
    }
    return new RowsOfImages(columns);
  }

  private static ValidationException refused(RowType.RowField declared) {
    return new ValidationException(
        "a table of objects must have columns of this list: %s; but it has %s %s"
            .formatted(
                Arrays.stream(ImageColumn.values())
                    .map(column -> column.declaration)
                    .collect(Collectors.joining(", ")),
                declared.getName(),
                declared.getType()));
  }

  @Override
  public RowData map(ReadImage read) {
    GenericRowData row = new GenericRowData(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      row.setField(i, columns.get(i).of(read));
    }
    return row;
  }
}
