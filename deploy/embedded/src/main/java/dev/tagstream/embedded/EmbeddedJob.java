package dev.tagstream.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** A job that runs in this process. */
public final class EmbeddedJob {

  private final MiniCluster cluster;
  private final JobID id;
  private final SavedStates states;
  private final CompletableFuture<JobResult> result;

  EmbeddedJob(MiniCluster cluster, JobID id, SavedStates states) {
    this.cluster = cluster;
    this.id = id;
    this.states = states;
    this.result = cluster.requestJobResult(id);
  }

  /** The job's id, 32 hexadecimal digits. */
  public String id() {
    return id.toHexString();
  }

  /** Whether the job has ended, successfully or not. */
  public boolean hasEnded() {
    return result.isDone();
  }

  /** The number of restarts of the job. */
  public int restarts() throws InterruptedException {
    try {
      int attempts = 0;
      for (AccessExecutionVertex task :
          cluster.getExecutionGraph(id).get().getAllExecutionVertices()) {
        attempts = Math.max(attempts, task.getCurrentExecutionAttempt().getAttemptNumber());
      }
      return attempts;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Flink does not report the state of the job", e.getCause());
    }
  }

  /**
   * Waits for the job's end.
   *
   * @throws JobExecutionException if it failed for good
   */
  public void awaitEnd() throws InterruptedException, JobExecutionException {
    try {
      result.get().toJobExecutionResult(getClass().getClassLoader());
    } catch (ExecutionException e) {
      throw new JobExecutionException(id, "Flink no longer knows the job", e.getCause());
    } catch (ClassNotFoundException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits for the job's end, or for some time.
   *
   * @return whether it has ended
   * @throws JobExecutionException if it failed for good
   */
  public boolean awaitEnd(Duration patience) throws InterruptedException, JobExecutionException {
    try {
      result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException running) {
      return false;
    } catch (ExecutionException noResult) {
      // told below
    }
    awaitEnd();
    return true;
  }

  /**
   * Stops the job between two records, with everything before them written and committed, so that a
   * later job resumes there. Returns when it has stopped.
   *
   * @return the path of its saved state
   */
  public String stop() throws InterruptedException {
    try {
      String savepoint =
          cluster
              .stopWithSavepoint(
                  id, states.savepoints().toUri().toString(), false, SavepointFormatType.CANONICAL)
              .get();
      result.get();
      return savepoint;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the job does not stop", e.getCause());
    }
  }

  /** Cancels the job at once and returns when it has ended. */
  public void cancel() throws InterruptedException {
    try {
      cluster.cancelJob(id).get();
      result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the job cannot be cancelled", e.getCause());
    }
  }

  /** Triggers a checkpoint and waits until it completes. */
  public void checkpoint() throws Exception {
    cluster.triggerCheckpoint(id, CheckpointType.FULL).get();
  }

  /**
   * Saves the state without committing its results, and cancels the job.
   *
   * @return the path of the saved state
   */
  public String saveAndCancel() throws Exception {
    String savepoint =
        cluster
            .triggerSavepoint(
                id, states.savepoints().toUri().toString(), true, SavepointFormatType.CANONICAL)
            .get();
    result.get();
    return savepoint;
  }
}
