package dev.tagstream.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.InvalidConfigException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class SetUpTest {

  /** A JobManager runs the main method of a jar that was sent to it in a thread of its own. */
  @Test
  void leavesAProcessAloneThatIsNotTheJobsOwn() {
    assertThatThrownBy(
            () ->
                CompletableFuture.runAsync(
                        () -> TaggingJobMain.run("--tagging.model.file", "model.onnx"))
                    .join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("tagging.kafka.bootstrap-servers");
  }

  private static final class TaggingJobMain {

    static void run(String... arguments) {
      try {
        TaggingJob.main(arguments);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
