package dev.tagstream.pipeline.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.config.ObjectSelection;
import dev.tagstream.pipeline.objects.result.PendingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadPagesTest {

  @TempDir private Path results;

  @Test
  void aRunIsPendingUntilItIsComplete() throws Exception {
    ReadPages pages = new ReadPages(results.toString(), ObjectSelection.NEW);
    assertThat(pages.name()).isNull();

    pages.beginAnew();
    PendingRun inAnotherProcess = new ReadPages(results.toString(), ObjectSelection.NEW);
    assertThat(inAnotherProcess.name()).startsWith("run-");

    inAnotherProcess.complete();
    assertThat(pages.name()).isNull();
    inAnotherProcess.complete();
  }

  @Test
  void aRunThatBeginsIsNotTakenForTheCompleteOneBeforeIt() throws Exception {
    Path success = Files.writeString(results.resolve("_SUCCESS"), "{}");

    new ReadPages(results.toString(), ObjectSelection.NEW).beginAnew();

    assertThat(success).doesNotExist();
  }
}
