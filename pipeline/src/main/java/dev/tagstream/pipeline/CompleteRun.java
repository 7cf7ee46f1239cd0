package dev.tagstream.pipeline;

import dev.tagstream.pipeline.objects.ReadPages;
import dev.tagstream.pipeline.objects.result.ResultFiles;
import java.io.IOException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobStatusHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes a run over objects in the JobManager, after the sinks have committed all results.
 * Whoever submitted the job may be gone by then. A job that is stopped with a savepoint finishes,
 * too, but completes no run.
 *
 * @param manifest records that the objects are read
 * @param files counts the results
 */
record CompleteRun(ReadPages manifest, ResultFiles files) implements JobStatusHook {

  private static final Logger LOG = LoggerFactory.getLogger(CompleteRun.class);

  @Override
  public void onFinished(JobID job) {
    try {
      if (files.finish()) {
        manifest.finish();
      }
    } catch (IOException failure) {
      // Flink would end the JobManager
      LOG.error(
          "All results are in {}, but the run cannot be recorded as complete, so the next run"
              + " tags the same objects again",
          files.path(),
          failure);
    }
  }

  @Override
  public void onCreated(JobID job) {
    // the source begins a run
  }

  @Override
  public void onFailed(JobID job, Throwable failure) {
    // not complete
  }

  @Override
  public void onCanceled(JobID job) {
    // not complete
  }
}
