package dev.tagstream.bench.job;

import dev.tagstream.bench.frame.ThreadKinds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The kinds of threads in a process that runs the broker, Flink and the job. */
public final class JobThreads {

  /** The job's steps, from decoding to serializing. */
  public static final String TASKS = "tasks";

  /** The threads that read from Kafka. */
  public static final String FETCHERS = "fetchers";

  /** The threads that write to Kafka. */
  public static final String PRODUCERS = "producers";

  /** The rest of Flink: checkpoints, timers, its actors. */
  public static final String FLINK = "Flink";

  public static final String BROKER = "broker";

  /** The kinds that would run in a TaskManager. */
  public static final List<String> OF_THE_JOB = List.of(TASKS, FETCHERS, PRODUCERS, FLINK);

  private static final Map<String, Pattern> PATTERNS = new LinkedHashMap<>();

  static {
    PATTERNS.put(FETCHERS, Pattern.compile("Source Data Fetcher"));
    PATTERNS.put(
        PRODUCERS, Pattern.compile("kafka-producer-network-thread \\| producer-tagstream"));
    PATTERNS.put(TASKS, Pattern.compile("Source: |image-rejects: |tag-images"));
    PATTERNS.put(
        FLINK,
        Pattern.compile(
            "flink-|jobmanager-|Time Trigger|Checkpoint|SourceCoordinator|AsyncOperations|"
                + "channel-state|Flink|Pekko|kafka-admin-client"));
    PATTERNS.put(
        BROKER,
        Pattern.compile(
            "data-plane|kafka-\\d|executor-|ExpirationReaper|quorum|raft|group-coordinator|"
                + "TxnMarker|transaction-|kafka-scheduler|kafka-log|broker-|controller-|"
                + "metadata-|kafka-config"));
  }

  private JobThreads() {}

  /** The kinds by the thread names of Flink and Kafka. */
  public static ThreadKinds kinds() {
    return new ThreadKinds(PATTERNS);
  }
}
