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
 * Configures the interval and the timeout of checkpoints. Results stay in a transaction from one
 * checkpoint until the next one completes, so the transaction timeout must exceed the sum of both.
 * Otherwise the broker aborts a transaction that a slow checkpoint is about to commit.
 */
final class Checkpoints {

  private static final ConfigOption<Duration> TIMEOUT = CheckpointingOptions.CHECKPOINTING_TIMEOUT;

  private Checkpoints() {}

  /**
   * Enables checkpoints.
   *
   * @throws InvalidConfigException if a checkpoint may take longer than the transaction timeout
   *     allows
   */
  static void configure(StreamExecutionEnvironment environment, TaggingConfig config) {
    Duration timeout = timeout(environment.getConfiguration(), config);
    environment.enableCheckpointing(config.checkpointInterval().toMillis(), EXACTLY_ONCE);
    environment.getCheckpointConfig().setCheckpointTimeout(timeout.toMillis());
  }

  /**
   * The checkpoint timeout: Flink's option if it is set. Otherwise it is three quarters of the time
   * that the transaction timeout leaves after the interval, and at most Flink's own default. The
   * last quarter is for a restart before the commit.
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
