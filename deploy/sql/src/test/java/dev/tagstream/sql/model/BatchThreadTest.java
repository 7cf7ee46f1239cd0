package dev.tagstream.sql.model;

import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.operator.ImageTagger;
import dev.tagstream.sql.ColorModel;
import dev.tagstream.sql.model.OnnxModelOptions.OnBadImage;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class BatchThreadTest {

  @TempDir private static Path folder;

  /** As Flink does when its task ends: it clears the interruption of whoever brings an answer. */
  @Test
  @Timeout(60)
  void endsThoughWhatGetsAnAnswerSwallowsItsInterruption() throws Exception {
    CountDownLatch answering = new CountDownLatch(1);
    Thread test = Thread.currentThread();
    BatchThread batches =
        BatchThread.start(
            tagger(),
            new RowAnswer(
                OutputRow.of(List.of(Column.physical("best", DataTypes.STRING()))),
                OnBadImage.REJECT),
            new BatchPatience(Duration.ofSeconds(1), 1 << 20));
    var unused =
        batches
            .submit(SqlImage.of(ColorModel.png(Color.RED, 8, 8)))
            .thenRun(
                () -> {
                  answering.countDown();
                  // an answer that came at once is taken here, where nobody is interrupted
                  if (Thread.currentThread() != test) {
                    awaitInterruption();
                  }
                });
    answering.await();

    batches.close();
  }

  private static void awaitInterruption() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException swallowed) {
      // and forgotten
    }
  }

  private static ImageTagger tagger() {
    Path file = folder.resolve("colors.onnx");
    ColorModel.write(file);
    return TaggingJob.imageTagger(
            TaggingConfig.withoutTopics(
                Map.of("tagging.model.file", file.toString(), "tagging.device.provider", "cpu")))
        .create(Set.of(), new UnregisteredMetricsGroup());
  }
}
