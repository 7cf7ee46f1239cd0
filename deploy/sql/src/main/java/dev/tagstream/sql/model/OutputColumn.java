package dev.tagstream.sql.model;

import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.Locale;
import java.util.function.Function;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;
import org.jspecify.annotations.Nullable;

/** A column that a model may have as output, by its name in lower case. */
enum OutputColumn {
  /** The best tags, highest score first; NULL if the image was rejected. */
  TAGS(
      "ARRAY<ROW<label STRING, wnid STRING, score FLOAT>>",
      DataTypes.ARRAY(
          DataTypes.ROW(
              DataTypes.FIELD("label", DataTypes.STRING()),
              DataTypes.FIELD("wnid", DataTypes.STRING()),
              DataTypes.FIELD("score", DataTypes.FLOAT()))),
      image -> tags(image)),
  /** The label with the highest score; NULL if the image has no tags. */
  BEST("STRING", DataTypes.STRING(), image -> text(best(image), Tag::label)),
  /** The highest score, 0 to 1; NULL if the image has no tags. */
  SCORE("FLOAT", DataTypes.FLOAT(), OutputColumn::score),
  /** The pooled features; NULL if the image was rejected. */
  EMBEDDING("ARRAY<FLOAT>", DataTypes.ARRAY(DataTypes.FLOAT()), OutputColumn::embedding),
  /** Width before resizing, upright, in pixels; NULL if the image was rejected. */
  WIDTH("INT", DataTypes.INT(), image -> image.image().originalWidth()),
  /** Height before resizing, upright, in pixels; NULL if the image was rejected. */
  HEIGHT("INT", DataTypes.INT(), image -> image.image().originalHeight()),
  /** The reason and one line that describes it; NULL if the image was tagged. */
  REJECT("STRING", DataTypes.STRING(), image -> null),
  /** The model's name from its contract; NULL if the image was rejected. */
  MODEL("STRING", DataTypes.STRING(), image -> StringData.fromString(image.run().modelName()));

  private final String sqlType;
  private final LogicalType type;
  private final Function<TaggedImage, @Nullable Object> value;

  OutputColumn(String sqlType, DataType type, Function<TaggedImage, @Nullable Object> value) {
    this.sqlType = sqlType;
    this.type = type.getLogicalType();
    this.value = value;
  }

  /** The name of the column. */
  String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As a statement declares it: {@code best STRING}. */
  String declaration() {
    return sqlName() + " " + sqlType;
  }

  /** Whether a column of this type can hold the value, and NULL. */
  boolean fits(LogicalType declared) {
    return LogicalTypeCasts.supportsAvoidingCast(type, declared);
  }

  /** The value of the column in Flink's internal form; null for NULL. */
  @Nullable Object of(ImageOutcome outcome) {
    if (outcome instanceof TaggedImage tagged) {
      return value.apply(tagged);
    }
    RejectedImage rejected = (RejectedImage) outcome;
    return this == REJECT ? StringData.fromString(reason(rejected)) : null;
  }

  /** The reason and the detail of a reject, in one line. */
  static String reason(RejectedImage rejected) {
    return rejected.reason() + ": " + rejected.detail();
  }

  private static GenericArrayData tags(TaggedImage image) {
    return new GenericArrayData(
        image.tags().stream()
            .map(
                tag ->
                    GenericRowData.of(
                        text(tag, Tag::label), text(tag, Tag::wnid), (Object) tag.score()))
            .toArray());
  }

  private static @Nullable Tag best(TaggedImage image) {
    return image.tags().isEmpty() ? null : image.tags().get(0);
  }

  private static @Nullable Object score(TaggedImage image) {
    Tag best = best(image);
    return best == null ? null : best.score();
  }

  private static @Nullable Object embedding(TaggedImage image) {
    float[] values = image.embedding();
    return values == null ? null : new GenericArrayData(values);
  }

  private static @Nullable StringData text(
      @Nullable Tag tag, Function<Tag, @Nullable String> part) {
    String text = tag == null ? null : part.apply(tag);
    return text == null ? null : StringData.fromString(text);
  }
}
