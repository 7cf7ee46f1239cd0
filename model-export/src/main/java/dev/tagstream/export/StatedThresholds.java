package dev.tagstream.export;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InvalidContractException;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.LabelThresholds;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.OutputSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The thresholds of labels in a user's file. */
final class StatedThresholds {

  private StatedThresholds() {}

  /**
   * The output with the thresholds of a file.
   *
   * @param file by label; null if the output keeps its own
   * @throws ExportException if the file breaks a rule, or names an unknown label
   */
  static OutputSpec over(OutputSpec output, @Nullable Path file, List<Label> labels) {
    if (file == null) {
      return output;
    }
    try {
      return output.with(LabelThresholds.read(file).over(output, new Labels(labels)));
    } catch (InvalidContractException e) {
      throw new ExportException(e.line(), e);
    }
  }
}
