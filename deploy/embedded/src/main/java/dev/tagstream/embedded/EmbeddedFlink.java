package dev.tagstream.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster in this process: a JobManager and a TaskManager on the loopback interface. Its
 * REST interface and its page are read-only. A job restarts three times. If it then fails again, it
 * stays failed, unless it ran without a failure for 20 minutes in between.
 */
public final class EmbeddedFlink implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private static final int RESTARTS = 3;

  /** A job that ran for so long without a failure has all its restarts again. */
  private static final Duration TIME_WITHOUT_FAILURE = Duration.ofMinutes(20);

  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  /** How old the figures of the REST interface and the page may be; Flink's own is 10 s. */
  private static final Duration FIGURES_AGE = Duration.ofSeconds(1);

  /** The newest checkpoint, and two earlier ones in case one of its files is damaged. */
  private static final int RETAINED_CHECKPOINTS = 3;

  private static final String REPORTER = "metrics.reporter.tagstream.";

  private final TemporaryFolder folder;
  private final SavedStates states;
  private final Configuration settings;
  private final MiniCluster cluster;
  private int replaced;

  private EmbeddedFlink(
      TemporaryFolder folder, SavedStates states, Configuration settings, int slots) {
    this.folder = folder;
    this.states = states;
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
   * Starts a cluster that keeps checkpoints in memory until it is closed.
   *
   * @param slots the number of task slots
   */
  public static EmbeddedFlink start(int slots) throws IOException {
    TemporaryFolder folder = TemporaryFolder.create("tagstream-flink-");
    return start(folder, SavedStates.in(folder.path()), settings(folder, slots), slots);
  }

  /**
   * Starts a cluster that keeps checkpoints in a folder, where they survive a kill of this process.
   *
   * @param slots the number of task slots
   */
  public static EmbeddedFlink start(int slots, SavedStates states) throws IOException {
    TemporaryFolder folder = TemporaryFolder.create("tagstream-flink-");
    Configuration settings =
        settings(folder, slots)
            .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
            .set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, states.checkpoints().toUri().toString())
            .set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED_CHECKPOINTS)
            .set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    return start(folder, states, settings, slots);
  }

  private static EmbeddedFlink start(
      TemporaryFolder folder, SavedStates states, Configuration settings, int slots)
      throws IOException {
    EmbeddedFlink flink = new EmbeddedFlink(folder, states, settings, slots);
    try {
      flink.cluster.start();
      return flink;
    } catch (Exception e) {
      flink.close();
      throw new IOException("Flink does not start in this process: " + e.getMessage(), e);
    }
  }

  /** An empty environment for a job on this cluster, with the parallelism of its slots. */
  public StreamExecutionEnvironment newEnvironment() {
    return new StreamExecutionEnvironment(settings);
  }

  /** Starts the job of an environment of this cluster, under the id in its configuration. */
  public EmbeddedJob submit(StreamExecutionEnvironment environment) throws InterruptedException {
    return submit(graph(environment));
  }

  /**
   * Resumes the job of an environment of this cluster.
   *
   * @param state a checkpoint or savepoint, which Flink deletes after the next checkpoint
   */
  public EmbeddedJob resume(StreamExecutionEnvironment environment, Path state)
      throws InterruptedException {
    JobGraph graph = graph(environment);
    graph.setSavepointRestoreSettings(
        SavepointRestoreSettings.forPath(state.toUri().toString(), false, RecoveryClaimMode.CLAIM));
    return submit(graph);
  }

  private static JobGraph graph(StreamExecutionEnvironment environment) {
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    environment
        .getConfiguration()
        .getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID)
        .ifPresent(id -> graph.setJobID(JobID.fromHexString(id)));
    return graph;
  }

  private EmbeddedJob submit(JobGraph graph) throws InterruptedException {
    try {
      cluster.submitJob(graph).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Flink does not accept the job", e.getCause());
    }
    return new EmbeddedJob(cluster, graph.getJobID(), states);
  }

  /** The counters and gauges of its jobs. */
  public JobMetrics metrics() {
    return JobMetrics.of(folder.path().toString());
  }

  /** Where Flink's REST interface listens, and its page. */
  public URI restAddress() throws InterruptedException {
    try {
      return cluster.getRestAddress().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Flink has no REST interface", e.getCause());
    }
  }

  @Override
  public void close() {
    JobMetrics.forget(folder.path().toString());
    try (folder) {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("Flink does not stop", e);
    }
  }

  /** Stops the TaskManager like a failure does, and starts another. */
  public void replaceTaskManager() throws Exception {
    // the cluster keeps stopped TaskManagers in its list
    cluster.terminateTaskManager(replaced++).get();
    cluster.startTaskManager();
  }

  private static Configuration settings(TemporaryFolder folder, int slots) {
    Configuration settings = new Configuration();
    settings.setString(REPORTER + "factory.class", JobMetricsFactory.class.getName());
    settings.setString(REPORTER + JobMetricsFactory.CLUSTER, folder.path().toString());
    return settings
        .set(CoreOptions.DEFAULT_PARALLELISM, slots)
        .set(CoreOptions.TMP_DIRS, folder.path().toString())
        .set(JobManagerOptions.ADDRESS, LOOPBACK)
        .set(JobManagerOptions.BIND_HOST, LOOPBACK)
        .set(TaskManagerOptions.HOST, LOOPBACK)
        .set(TaskManagerOptions.BIND_HOST, LOOPBACK)
        .set(RestOptions.ADDRESS, LOOPBACK)
        .set(RestOptions.BIND_ADDRESS, LOOPBACK)
        .set(RestOptions.BIND_PORT, "0")
        .set(WebOptions.SUBMIT_ENABLE, false)
        .set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, FIGURES_AGE)
        .set(WebOptions.TMP_DIR, folder.path().toString())
        // slots that fail together count once, unlike with failure-rate
        .set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay")
        .set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, RESTARTS)
        .set(
            RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
            TIME_WITHOUT_FAILURE)
        .set(
            RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
            RESTART_DELAY);
  }
}
