package dev.tagstream.sql.model;

import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;
import org.jspecify.annotations.Nullable;

/** A column that a model may have as output. Two of one name differ in their type. */
@SuppressWarnings("ImmutableEnumChecker") // types and functions without state
enum OutputColumn {
  /** The best tags, highest score first; NULL if the image was rejected. */
  TAGS(
      "tags",
      "ARRAY<ROW<label STRING, wnid STRING, score FLOAT>>",
      DataTypes.ARRAY(
          DataTypes.ROW(
              DataTypes.FIELD("label", DataTypes.STRING()),
              DataTypes.FIELD("wnid", DataTypes.STRING()),
              DataTypes.FIELD("score", DataTypes.FLOAT()))),
      image -> tags(image, tag -> GenericRowData.of(label(tag), wnid(tag), tag.score()))),
  /** The same as the records of the tags topic have them. */
  INDEXED_TAGS(
      "tags",
      "ARRAY<ROW<`index` INT, label STRING, wnid STRING, score FLOAT>>",
      DataTypes.ARRAY(
          DataTypes.ROW(
              DataTypes.FIELD("index", DataTypes.INT()),
              DataTypes.FIELD("label", DataTypes.STRING()),
              DataTypes.FIELD("wnid", DataTypes.STRING()),
              DataTypes.FIELD("score", DataTypes.FLOAT()))),
      image ->
          tags(image, tag -> GenericRowData.of(tag.index(), label(tag), wnid(tag), tag.score()))),
  /** The label with the highest score; NULL if the image has no tags. */
  BEST("best", "STRING", DataTypes.STRING(), OutputColumn::bestLabel),
  /** The highest score, 0 to 1; NULL if the image has no tags. */
  SCORE("score", "FLOAT", DataTypes.FLOAT(), OutputColumn::score),
  /** The pooled features; NULL if the image was rejected. */
  EMBEDDING(
      "embedding", "ARRAY<FLOAT>", DataTypes.ARRAY(DataTypes.FLOAT()), OutputColumn::embedding),
  /** Width before resizing, upright, in pixels; NULL if the image was rejected. */
  WIDTH("width", "INT", DataTypes.INT(), image -> image.image().originalWidth()),
  /** Height before resizing, upright, in pixels; NULL if the image was rejected. */
  HEIGHT("height", "INT", DataTypes.INT(), image -> image.image().originalHeight()),
  /** The reason and one line that describes it; NULL if the image was tagged. */
  REJECT("reject", "STRING", DataTypes.STRING(), image -> null),
  /** The model's name from its contract; NULL if the image was rejected. */
  MODEL("model", "STRING", DataTypes.STRING(), image -> text(image.run().modelName())),
  /** The model's name, the digest of its file, and the provider that ran it. */
  MODEL_RUN(
      "model",
      "ROW<name STRING, sha256 STRING, provider STRING>",
      DataTypes.ROW(
          DataTypes.FIELD("name", DataTypes.STRING()),
          DataTypes.FIELD("sha256", DataTypes.STRING()),
          DataTypes.FIELD("provider", DataTypes.STRING())),
      image ->
          GenericRowData.of(
              text(image.run().modelName()),
              text(image.run().modelSha256()),
              text(image.run().provider())));

  private final String sqlName;
  private final String sqlType;
  private final LogicalType type;
  private final Function<TaggedImage, @Nullable Object> value;

  OutputColumn(
      String sqlName,
      String sqlType,
      DataType type,
      Function<TaggedImage, @Nullable Object> value) {
    this.sqlName = sqlName;
    this.sqlType = sqlType;
    this.type = type.getLogicalType();
    this.value = value;
  }

  /** The name of the column. */
  String sqlName() {
    return sqlName;
  }

  /** As a statement declares it: {@code best STRING}. */
  String declaration() {
    return sqlName + " " + sqlType;
  }

  /** Whether a column of this type can hold the value, and NULL. */
  boolean fits(LogicalType declared) {
    return LogicalTypeCasts.supportsAvoidingCast(type, declared) && sameNames(type, declared);
  }

  /** Whether the fields of all rows in two types have the same names; Flink compares positions. */
  private static boolean sameNames(LogicalType own, LogicalType declared) {
    if (own instanceof RowType ownRow
        && declared instanceof RowType declaredRow
        && !ownRow.getFieldNames().equals(declaredRow.getFieldNames())) {
      return false;
    }
    List<LogicalType> parts = own.getChildren();
    return IntStream.range(0, parts.size())
        .allMatch(part -> sameNames(parts.get(part), declared.getChildren().get(part)));
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

  private static GenericArrayData tags(TaggedImage image, Function<Tag, RowData> row) {
    return new GenericArrayData(image.tags().stream().map(row).toArray());
  }

  private static StringData label(Tag tag) {
    return text(tag.label());
  }

  private static @Nullable StringData wnid(Tag tag) {
    String wnid = tag.wnid();
    return wnid == null ? null : text(wnid);
  }

  private static @Nullable Tag best(TaggedImage image) {
    return image.tags().isEmpty() ? null : image.tags().get(0);
  }

  private static @Nullable Object bestLabel(TaggedImage image) {
    Tag best = best(image);
    return best == null ? null : label(best);
  }

  private static @Nullable Object score(TaggedImage image) {
    Tag best = best(image);
    return best == null ? null : best.score();
  }

  private static @Nullable Object embedding(TaggedImage image) {
    float[] values = image.embedding();
    return values == null ? null : new GenericArrayData(values);
  }

  private static StringData text(String text) {
    return StringData.fromString(text);
  }
}
