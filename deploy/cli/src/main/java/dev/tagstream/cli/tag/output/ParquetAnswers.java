package dev.tagstream.cli.tag.output;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.objects.parquet.ParquetRowWriter;
import dev.tagstream.pipeline.record.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * A Parquet file with a row for each image. It is there when it is whole: until the last answer it
 * grows under another name, because without its end nothing in it can be read.
 */
final class ParquetAnswers implements Answers {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message image_tags {
            required binary id (STRING);
            optional group tags (LIST) {
              repeated group list {
                required group element {
                  required int32 index;
                  required binary label (STRING);
                  optional binary wnid (STRING);
                  required float score;
                }
              }
            }
            optional binary model_name (STRING);
            optional binary model_sha256 (STRING);
            optional binary provider (STRING);
            optional binary reason (STRING);
            optional binary detail (STRING);
          }
          """);

  private final Path file;
  private final Path growing;
  private final ModelFacts model;
  private final ParquetWriter<Group> rows;

  private ParquetAnswers(Path file, Path growing, ModelFacts model, ParquetWriter<Group> rows) {
    this.file = file;
    this.growing = growing;
    this.model = model;
    this.rows = rows;
  }

  /**
   * Begins a file.
   *
   * @throws UserErrorException if it cannot be written
   */
  static ParquetAnswers begin(Path file, ModelFacts model) {
    Path growing = file.resolveSibling(file.getFileName() + ".growing");
    try {
      return new ParquetAnswers(
          file,
          growing,
          model,
          ParquetRowWriter.open(
              new WholeFile(growing),
              SCHEMA,
              settings ->
                  settings
                      .withCompressionCodec(CompressionCodecName.SNAPPY)
                      .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)));
    } catch (IOException e) {
      throw AnswerFile.cannotBeWritten(file);
    }
  }

  @Override
  public boolean has(String id) {
    return false;
  }

  @Override
  public long before() {
    return 0;
  }

  @Override
  public void add(Answer answer) throws IOException {
    Group row = new SimpleGroup(SCHEMA);
    row.append("id", answer.id());
    if (answer instanceof Answer.Tagged tagged) {
      Group tags = row.addGroup("tags");
      for (Tag tag : tagged.tags()) {
        add(tag, tags.addGroup("list").addGroup("element"));
      }
      row.append("model_name", model.name());
      row.append("model_sha256", model.sha256());
      row.append("provider", model.provider());
    } else if (answer instanceof Answer.Rejected rejected) {
      row.append("reason", rejected.reason());
      row.append("detail", rejected.detail());
    }
    rows.write(row);
  }

  private static void add(Tag tag, Group element) {
    element.append("index", tag.index());
    element.append("label", tag.label());
    if (tag.wnid() != null) {
      element.append("wnid", tag.wnid());
    }
    element.append("score", tag.score());
  }

  @Override
  public void close() throws IOException {
    rows.close();
    Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
