package dev.tagstream.embedded;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster in this process: a JobManager and a TaskManager on the loopback interface,
 * without web interface. A job that keeps failing is given up after a few tries.
 */
public final class EmbeddedFlink implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int RESTARTS = 3;
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  private final TemporaryFolder folder;
  private final Configuration settings;
  private final MiniCluster cluster;

  private EmbeddedFlink(TemporaryFolder folder, Configuration settings, int slots) {
    this.folder = folder;
    this.settings = settings;
    this.cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build());
  }

  /**
   * Starts a cluster.
   *
   * @param slots how many tasks run beside each other
   */
  public static EmbeddedFlink start(int slots) throws IOException {
    TemporaryFolder folder = TemporaryFolder.create("tagstream-flink-");
    EmbeddedFlink flink = new EmbeddedFlink(folder, settings(folder, slots), slots);
    try {
      flink.cluster.start();
      return flink;
    } catch (Exception e) {
      flink.close();
      throw new IOException("Flink does not start in this process: " + e.getMessage(), e);
    }
  }

  /** An empty environment for a job of this cluster, as parallel as it has slots. */
  public StreamExecutionEnvironment newEnvironment() {
    return new StreamExecutionEnvironment(settings);
  }

  /** Starts the job that was put into an environment of this cluster, under the id it names. */
  public EmbeddedJob submit(StreamExecutionEnvironment environment) throws InterruptedException {
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    environment
        .getConfiguration()
        .getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID)
        .ifPresent(id -> graph.setJobID(JobID.fromHexString(id)));
    try {
      cluster.submitJob(graph).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Flink does not take the job", e.getCause());
    }
    return new EmbeddedJob(cluster, graph.getJobID(), folder.path());
  }

  /** Where Flink's REST interface listens; it serves no pages, but what they would show. */
  public URI restAddress() throws InterruptedException {
    try {
      return cluster.getRestAddress().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Flink has no REST interface", e.getCause());
    }
  }

  @Override
  public void close() {
    try (folder) {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("Flink does not stop", e);
    }
  }

  /** Ends the TaskManager with all it holds, as a failure would, and starts another. */
  public void replaceTaskManager() throws Exception {
    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
  }

  private static Configuration settings(TemporaryFolder folder, int slots) {
    return new Configuration()
        .set(CoreOptions.DEFAULT_PARALLELISM, slots)
        .set(CoreOptions.TMP_DIRS, folder.path().toString())
        .set(JobManagerOptions.ADDRESS, LOOPBACK)
        .set(JobManagerOptions.BIND_HOST, LOOPBACK)
        .set(TaskManagerOptions.HOST, LOOPBACK)
        .set(TaskManagerOptions.BIND_HOST, LOOPBACK)
        .set(RestOptions.ADDRESS, LOOPBACK)
        .set(RestOptions.BIND_ADDRESS, LOOPBACK)
        .set(RestOptions.BIND_PORT, "0")
        .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
        .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS)
        .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, RESTART_DELAY);
  }
}
