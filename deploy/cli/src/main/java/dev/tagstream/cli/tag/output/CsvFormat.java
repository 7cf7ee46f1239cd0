package dev.tagstream.cli.tag.output;

import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CSV by RFC 4180 with a header. Each image has a row with its id, its tags side by side, the
 * model, the reason and detail of a reject, and the version of the tagged object.
 *
 * <p>A label or a detail that begins with {@code = + - @}, a tab or a carriage return gets an
 * apostrophe before it, so that no spreadsheet reads it as a formula. Ids have no such beginning.
 */
final class CsvFormat implements RecordFormat {

  private static final String FORMULA_BEGINNINGS = "=+-@\t\r";

  /** The number of columns of a tag. */
  private static final int TAG_COLUMNS = 3;

  /** The number of columns after the tags. */
  private static final int LAST_COLUMNS = 5;

  private final ModelFacts model;

  CsvFormat(ModelFacts model) {
    this.model = model;
  }

  @Override
  public String header() {
    List<String> names = new ArrayList<>(List.of("id"));
    for (int rank = 1; rank <= model.mostTags(); rank++) {
      names.addAll(List.of("label_" + rank, "wnid_" + rank, "score_" + rank));
    }
    names.addAll(List.of("modelName", "modelSha256", "reason", "detail", "sourceVersion"));
    return row(names) + "\n";
  }

  @Override
  public RecordEnd end() {
    return RecordEnd.LINE_FEED_OUTSIDE_QUOTES;
  }

  @Override
  public String record(ImageOutcome answer) {
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(answer.id()));
    if (answer instanceof TaggedImage tagged) {
      for (Tag tag : tagged.tags()) {
        cells.add(text(tag.label()));
        cells.add(tag.wnid() == null ? "" : text(tag.wnid()));
        cells.add(Float.toString(tag.score()));
      }
      addEmpty(cells, TAG_COLUMNS * (model.mostTags() - tagged.tags().size()));
      cells.addAll(List.of(text(model.name()), model.sha256(), "", ""));
    } else if (answer instanceof RejectedImage rejected) {
      addEmpty(cells, TAG_COLUMNS * model.mostTags() + 2);
      cells.addAll(List.of(rejected.reason().name(), text(rejected.detail())));
    }
    cells.add(AnsweredIds.version(answer));
    return row(cells);
  }

  @Override
  public Optional<Known> read(String record) {
    List<String> cells = cells(record);
    if (cells.size() != 1 + TAG_COLUMNS * model.mostTags() + LAST_COLUMNS) {
      return Optional.empty();
    }
    String sha256 = cells.get(cells.size() - LAST_COLUMNS + 1);
    return Optional.of(
        new Known(cells.get(0), cells.get(cells.size() - 1), sha256.isEmpty() ? null : sha256));
  }

  /** The cells of a row, without quotes. */
  private static List<String> cells(String row) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < row.length(); i++) {
      char next = row.charAt(i);
      if (next == '"') {
        if (quoted && i + 1 < row.length() && row.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (next == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(next);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  private static void addEmpty(List<String> cells, int count) {
    for (int i = 0; i < count; i++) {
      cells.add("");
    }
  }

  private static String text(String text) {
    return !text.isEmpty() && FORMULA_BEGINNINGS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String row(List<String> cells) {
    return String.join(",", cells.stream().map(CsvFormat::cell).toList());
  }

  private static String cell(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
