package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.objects.parquet.ByteSource;
import dev.tagstream.pipeline.objects.parquet.ParquetRows;
import dev.tagstream.pipeline.objects.parquet.ParquetTable;
import dev.tagstream.pipeline.objects.store.ObjectStore;
import dev.tagstream.pipeline.objects.store.ObjectUnavailableException;
import dev.tagstream.pipeline.objects.store.StoredObject;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The images of a Parquet file, one in each row, read by row groups. */
final class ParquetImages implements ImageCursor {

  private final StoredObject object;
  private final ReadSettings settings;
  private final ByteSource file;

  private @Nullable ParquetTable table;
  private @Nullable TableColumns columns;
  private @Nullable ParquetRows rows;
  private int nextRowGroup;
  private long nextRow;
  private boolean ended;

  ParquetImages(ObjectStore store, StoredObject object, ReadSettings settings) {
    this.object = object;
    this.settings = settings;
    this.file =
        new ByteSource() {

          @Override
          public long bytes() {
            return object.bytes();
          }

          @Override
          public InputStream open(long offset) throws IOException {
            return new StoreInput(store.open(object, offset), object);
          }
        };
  }

  @Override
  public @Nullable ReadImage next() throws IOException {
    if (ended) {
      return null;
    }
    try {
      Group row = nextRow();
      if (row == null) {
        ended = true;
        return null;
      }
      return image(row);
    } catch (IOException broken) {
      StoreInput.throwIfStoreFailed(broken);
      ended = true;
      ObjectUnavailableException gone = StoreInput.unavailable(broken);
      if (gone != null) {
        return SingleImage.unavailable(new SourceObject(object.uri(), object.version()), gone);
      }
      return ReadImage.rejected(
          new SourceObject(object.uri(), object.version()),
          null,
          RejectReason.CORRUPT_IMAGE,
          "the Parquet file %s; the images before it were read".formatted(broken.getMessage()));
    }
  }

  private @Nullable Group nextRow() throws IOException {
    if (table == null) {
      table = ParquetTable.open(file);
      columns = TableColumns.of(table.schema(), settings);
    }
    while (true) {
      Group row = rows == null ? null : rows.next();
      if (row != null) {
        nextRow++;
        return row;
      }
      if (nextRowGroup == table.rowGroups()) {
        return null;
      }
      close();
      rows = table.rows(nextRowGroup, requireColumns().projection(table.schema().getName()));
      nextRowGroup++;
    }
  }

  private ReadImage image(Group row) {
    SourceObject source = new SourceObject(object.uri(), object.version(), nextRow - 1);
    TableColumns chosen = requireColumns();
    String id = id(row, chosen, source);
    Binary encoded = encoded(row, chosen);
    if (encoded == null) {
      return ReadImage.rejected(
          source,
          id,
          RejectReason.EMPTY_IMAGE,
          "the row has no image in its column " + chosen.image().getName());
    }
    if (encoded.length() > settings.maxBytes()) {
      return ReadImage.tooLarge(source, id, settings);
    }
    // the bytes belong to the page alone and are never changed
    return ReadImage.of(source, id, ByteRange.of(encoded.toByteBuffer()), attributes(row, chosen));
  }

  private static @Nullable Binary encoded(Group row, TableColumns columns) {
    if (!columns.isStruct()) {
      return binary(row, columns.image().getName());
    }
    Group struct = struct(row, columns);
    return struct == null ? null : binary(struct, TableColumns.BYTES);
  }

  private static @Nullable Group struct(Group row, TableColumns columns) {
    String name = columns.image().getName();
    return row.getFieldRepetitionCount(name) == 0 ? null : row.getGroup(name, 0);
  }

  private static @Nullable Binary binary(Group group, String name) {
    return group.getFieldRepetitionCount(name) == 0 ? null : group.getBinary(name, 0);
  }

  private static String id(Group row, TableColumns columns, SourceObject source) {
    Type column = columns.id();
    String id = column == null ? null : text(row, column);
    if (id == null && columns.path()) {
      Group struct = struct(row, columns);
      Binary path = struct == null ? null : binary(struct, TableColumns.PATH);
      id = path == null ? null : path.toStringUsingUTF8();
    }
    return id == null || id.isEmpty() ? source.position() : id;
  }

  private static Map<String, String> attributes(Group row, TableColumns columns) {
    Map<String, String> attributes = new HashMap<>();
    for (Type column : columns.attributes()) {
      String text = text(row, column);
      if (text != null) {
        attributes.put(column.getName(), text);
      }
    }
    return attributes;
  }

  private static @Nullable String text(Group row, Type column) {
    String name = column.getName();
    return row.getFieldRepetitionCount(name) == 0
        ? null
        : row.getValueToString(row.getType().getFieldIndex(name), 0);
  }

  @Override
  public double readShare() {
    if (ended) {
      return 1;
    }
    return table == null || table.rows() == 0 ? 0 : (double) nextRow / table.rows();
  }

  private TableColumns requireColumns() {
    if (columns == null) {
      throw new IllegalStateException("the footer of %s is not read".formatted(object.uri()));
    }
    return columns;
  }

  @Override
  public void close() throws IOException {
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }
}
