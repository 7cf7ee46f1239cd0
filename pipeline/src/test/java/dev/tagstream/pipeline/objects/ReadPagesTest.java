package dev.tagstream.pipeline.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.ObjectSelection;
import dev.tagstream.pipeline.objects.result.PendingRun;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.execution.SuppressRestartsException;
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
    assertThat(inAnotherProcess.name()).isEqualTo(pages.own()).isNotEqualTo(inAnotherProcess.own());

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

  @Test
  void aJobThatResumesAfterAnotherRunHasEndedListsNothing() throws Exception {
    ReadPages resumed = new ReadPages(results.toString(), ObjectSelection.NEW);
    List<StoredObject> objects = List.of(new StoredObject("file:/a.png", 1, "1"));

    assertThatThrownBy(() -> resumed.add("page", objects))
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .hasMessage(
            "another run has ended in %s since this job was saved; start the job without its saved state",
            results);
    assertThat(results).isEmptyDirectory();
  }
}
