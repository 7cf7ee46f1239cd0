package dev.tagstream.cli;

import dev.tagstream.pipeline.objects.parquet.ByteSource;
import dev.tagstream.pipeline.objects.parquet.ParquetRows;
import dev.tagstream.pipeline.objects.parquet.ParquetTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;

/** What {@code tagstream tag} wrote. */
public final class WrittenAnswers {

  private WrittenAnswers() {}

  /** The ids in a file, or in the files of a folder; none where there is none. */
  public static List<String> ids(Path place) throws IOException {
    if (!Files.exists(place)) {
      return List.of();
    }
    if (Files.isDirectory(place)) {
      List<String> ids = new ArrayList<>();
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
          ids.addAll(ids(file));
        }
      }
      return ids;
    }
    return place.toString().endsWith(".parquet") ? ofRows(place) : ofLines(place);
  }

  /** A JSON object's first field, a row's first cell; the demo's need no quotes. */
  private static List<String> ofLines(Path file) throws IOException {
    return Files.readString(file)
        .lines()
        .filter(line -> !line.startsWith("id,"))
        .map(line -> line.startsWith("{\"id\":\"") ? line.split("\"", 5)[3] : line.split(",", 2)[0])
        .toList();
  }

  private static List<String> ofRows(Path file) throws IOException {
    List<String> ids = new ArrayList<>();
    for (Group row : rows(file)) {
      ids.add(row.getString("id", 0));
    }
    return ids;
  }

  /** All rows of a Parquet file. */
  static List<Group> rows(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ParquetTable table =
        ParquetTable.open(
            new ByteSource() {

              @Override
              public long bytes() {
                return bytes.length;
              }

              @Override
              public InputStream open(long offset) {
                return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
              }
            });
    List<Group> all = new ArrayList<>();
    for (int rowGroup = 0; rowGroup < table.rowGroups(); rowGroup++) {
      try (ParquetRows rows = table.rows(rowGroup, table.schema())) {
        for (Group row = rows.next(); row != null; row = rows.next()) {
          all.add(row);
        }
      }
    }
    return all;
  }
}
