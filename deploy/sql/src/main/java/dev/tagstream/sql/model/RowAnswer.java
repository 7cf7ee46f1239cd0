package dev.tagstream.sql.model;

import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.sql.model.OnnxModelOptions.OnBadImage;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import org.apache.flink.table.data.RowData;

/**
 * Answers an image with one row.
 *
 * @param row the columns
 * @param onBadImage whether a rejected image has a row
 */
record RowAnswer(OutputRow row, OnBadImage onBadImage) implements Serializable {

  /**
   * The row of an image.
   *
   * @throws BadImageException if it was rejected and no row may say so
   */
  Collection<RowData> to(ImageOutcome outcome) {
    if (outcome instanceof RejectedImage rejected && onBadImage == OnBadImage.FAIL) {
      throw new BadImageException(
          "an image is rejected, %s; set '%s' = 'reject' to get a row that says so"
              .formatted(OutputColumn.reason(rejected), OnnxModelOptions.ON_BAD_IMAGE.key()));
    }
    return List.of(row.of(outcome));
  }
}
