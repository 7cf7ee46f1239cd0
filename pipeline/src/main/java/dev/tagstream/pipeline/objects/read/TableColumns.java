package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.objects.parquet.MalformedParquetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table to read.
 *
 * @param image the column of images: binary values, or structs with a binary {@code bytes} as in
 *     Hugging Face's datasets
 * @param isStruct whether the column contains structs
 * @param path whether the struct also has a {@code path}, the image's name
 * @param id the column of the images' names; null if there is none
 * @param attributes all other columns with one value in each row
 */
record TableColumns(
    Type image, boolean isStruct, boolean path, @Nullable Type id, List<Type> attributes) {

  /** The field of a struct with the image. */
  static final String BYTES = "bytes";

  /** The field of a struct with the image's name. */
  static final String PATH = "path";

  private static final Set<String> IDS =
      Set.of("id", "image_id", "__key__", "key", "filename", "file_name", "name", "uri", "url");

  private static final Set<String> IMAGES =
      Set.of("image", "img", "jpg", "jpeg", "png", "webp", "bytes", "content", "image_bytes");

  /**
   * Chooses columns.
   *
   * @throws MalformedParquetException if no column contains images, or a requested column is
   *     missing
   */
  static TableColumns of(MessageType schema, ReadSettings settings)
      throws MalformedParquetException {
    Type image = image(schema, settings.imageColumn());
    Type id = id(schema, image, settings.idColumn());
    List<Type> attributes = new ArrayList<>();
    for (Type field : schema.getFields()) {
      if (!field.equals(image) && !field.equals(id) && isOneValue(field) && !isImages(field)) {
        attributes.add(field);
      }
    }
    boolean isStruct = !image.isPrimitive();
    boolean path =
        isStruct
            && image.asGroupType().containsField(PATH)
            && isOneValue(image.asGroupType().getType(PATH));
    return new TableColumns(image, isStruct, path, id, attributes);
  }

  /** The part of the file's schema to read. */
  MessageType projection(String name) {
    Type images =
        isStruct
            ? image
                .asGroupType()
                .withNewFields(
                    image.asGroupType().getFields().stream()
                        .filter(field -> isPart(field.getName()))
                        .toList())
            : image;
    return new MessageType(
        name,
        Stream.concat(Stream.of(images, id).filter(Objects::nonNull), attributes.stream())
            .map(Type.class::cast)
            .toList());
  }

  private boolean isPart(String field) {
    return field.equals(BYTES) || (path && field.equals(PATH));
  }

  private static Type image(MessageType schema, @Nullable String asked)
      throws MalformedParquetException {
    if (asked != null) {
      if (schema.containsField(asked) && isImages(schema.getType(asked))) {
        return schema.getType(asked);
      }
      throw new MalformedParquetException(
          "has no column '%s' of binary values or of structs with bytes, but %s"
              .formatted(asked, names(schema)));
    }
    List<Type> candidates = schema.getFields().stream().filter(TableColumns::isImages).toList();
    return candidates.stream()
        .filter(field -> IMAGES.contains(field.getName().toLowerCase(Locale.ROOT)))
        .findFirst()
        .or(() -> candidates.stream().findFirst())
        .orElseThrow(
            () ->
                new MalformedParquetException(
                    "has no column of binary values or of structs with bytes, but "
                        + names(schema)));
  }

  private static @Nullable Type id(MessageType schema, Type image, @Nullable String asked)
      throws MalformedParquetException {
    if (asked != null) {
      if (schema.containsField(asked) && isOneValue(schema.getType(asked))) {
        return schema.getType(asked);
      }
      throw new MalformedParquetException(
          "has no column '%s' of strings or numbers, but %s".formatted(asked, names(schema)));
    }
    return schema.getFields().stream()
        .filter(field -> IDS.contains(field.getName().toLowerCase(Locale.ROOT)))
        .filter(field -> isOneValue(field) && !field.equals(image))
        .findFirst()
        .orElse(null);
  }

  private static boolean isImages(Type field) {
    return isBinary(field)
        || (!field.isPrimitive()
            && !field.isRepetition(Type.Repetition.REPEATED)
            && field.asGroupType().containsField(BYTES)
            && isBinary(field.asGroupType().getType(BYTES)));
  }

  private static boolean isBinary(Type field) {
    return field.isPrimitive()
        && field.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && field.getLogicalTypeAnnotation() == null
        && !field.isRepetition(Type.Repetition.REPEATED);
  }

  /** Whether a field has one number, boolean or string. */
  private static boolean isOneValue(Type field) {
    if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32, INT64, FLOAT, DOUBLE, BOOLEAN -> true;
      case BINARY ->
          LogicalTypeAnnotation.stringType().equals(field.getLogicalTypeAnnotation())
              || LogicalTypeAnnotation.enumType().equals(field.getLogicalTypeAnnotation());
      case INT96, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  private static String names(MessageType schema) {
    return schema.getFields().stream()
        .map(Type::getName)
        .limit(20)
        .collect(Collectors.joining(", "));
  }
}
