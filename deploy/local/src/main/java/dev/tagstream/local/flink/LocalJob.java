package dev.tagstream.local.flink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** A job that was started in this process. */
public final class LocalJob {

  private final MiniCluster cluster;
  private final JobID id;
  private final CompletableFuture<JobResult> result;

  LocalJob(MiniCluster cluster, JobID id) {
    this.cluster = cluster;
    this.id = id;
    this.result = cluster.requestJobResult(id);
  }

  /** Whether the job has come to its end, good or bad. */
  public boolean hasEnded() {
    return result.isDone();
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
      throw new JobExecutionException(id, "Flink lost sight of the job", e.getCause());
    } catch (ClassNotFoundException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops the job and waits until it has stopped. */
  public void cancel() throws InterruptedException {
    try {
      cluster.cancelJob(id).get();
      result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the job does not stop", e.getCause());
    }
  }
}
