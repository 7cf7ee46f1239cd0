package dev.tagstream.pipeline.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

final class OutcomeRowsTest {

  private static final SourceObject SOURCE = new SourceObject("s3://b/cats.parquet", "etag", 7);

  private static final ImageOutcome TAGGED =
      new TaggedImage(
          new QueuedImage(
              new EncodedImage(
                  SOURCE,
                  "tom \"the\" cat",
                  ByteRange.of(new byte[3]),
                  1_700_000_000_123L,
                  Map.of("shop", "ü\n", "empty", "")),
              640,
              480,
              1,
              null,
              0),
          List.of(new Tag(3, "cat", "n02121808", 0.1f), new Tag(4, "dog", null, 1e-8f)),
          new float[] {0.3f, Float.NaN, -0f},
          5,
          new ModelRun("pets", "ab12", "cpu", 1_700_000_000_124L, 2));

  private static final ImageOutcome REJECTED =
      new RejectedImage(SOURCE, null, RejectReason.CORRUPT_IMAGE, Stage.DECODE, "no, \u0000");

  @Test
  void readsTheLineOfAnOutcomeIntoTheRowOfItsRecord() throws IOException {
    for (ImageOutcome outcome : List.of(TAGGED, REJECTED)) {
      SpecificRecord record = OutcomeRecords.of(outcome);
      OutcomeRows own = outcome == TAGGED ? OutcomeRows.ofTags() : OutcomeRows.ofRejects();
      for (OutcomeRows rows : List.of(own, OutcomeRows.ofBoth())) {
        assertThat(rows.row(OutcomeJson.line(record))).hasToString(rows.row(record).toString());
      }
    }
    assertThat(OutcomeRows.ofBoth().row(OutcomeRecords.of(TAGGED)).toString())
        .contains("element: NaN", "label: dog", "key: shop", "eventTime: 1700000000123");
  }
}
