package dev.tagstream.pipeline;

import static org.apache.flink.core.execution.CheckpointingMode.EXACTLY_ONCE;

import dev.tagstream.pipeline.config.Delivery;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * When the job makes checkpoints, and how long one may take. Results lie in a transaction from one
 * checkpoint until the next one is complete, so the transaction must outlive both the interval and
 * the timeout of a checkpoint: otherwise the broker aborts what a slow checkpoint is about to
 * commit.
 */
final class Checkpoints {

  private static final ConfigOption<Duration> TIMEOUT = CheckpointingOptions.CHECKPOINTING_TIMEOUT;

  private Checkpoints() {}

  /**
   * Turns checkpoints on.
   *
   * @throws InvalidConfigException if one may take longer than its transaction lives
   */
  static void configure(StreamExecutionEnvironment environment, TaggingConfig config) {
    Duration timeout = timeout(environment.getConfiguration(), config);
    environment.enableCheckpointing(config.checkpointInterval().toMillis(), EXACTLY_ONCE);
    environment.getCheckpointConfig().setCheckpointTimeout(timeout.toMillis());
  }

  /**
   * How long a checkpoint may take: what Flink's option says or, without one, three quarters of
   * what the transaction timeout leaves beside the interval, and no more than Flink's own default.
   * The last quarter is for a restart before the commit.
   */
  private static Duration timeout(ReadableConfig flink, TaggingConfig config) {
    Optional<Duration> set = flink.getOptional(TIMEOUT);
    if (config.kafka().writing().delivery() != Delivery.EXACTLY_ONCE) {
      return set.orElse(TIMEOUT.defaultValue());
    }
    Duration left =
        config.kafka().writing().transactionTimeout().minus(config.checkpointInterval());
    if (set.isPresent() && set.get().compareTo(left) >= 0) {
      throw tooLong(set.get(), config);
    }
    Duration most = left.multipliedBy(3).dividedBy(4);
    return set.orElse(most.compareTo(TIMEOUT.defaultValue()) < 0 ? most : TIMEOUT.defaultValue());
  }

  private static InvalidConfigException tooLong(Duration timeout, TaggingConfig config) {
    return new InvalidConfigException(
        "%s, %d ms, and %s, %d ms, must together be shorter than %s, %d ms, or a slow checkpoint loses its results; lower the first or raise the last"
            .formatted(
                TIMEOUT.key(),
                timeout.toMillis(),
                TaggingOptions.CHECKPOINT_INTERVAL.key(),
                config.checkpointInterval().toMillis(),
                TaggingOptions.KAFKA_TRANSACTION_TIMEOUT.key(),
                config.kafka().writing().transactionTimeout().toMillis()));
  }
}
