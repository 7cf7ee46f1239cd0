package dev.tagstream.cli.doctor.kafka;

import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Queries a broker with the job's own properties, with a deadline for each answer. */
final class KafkaProbe implements AutoCloseable {

  /** The deadline for one answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Admin admin;

  private KafkaProbe(Admin admin) {
    this.admin = admin;
  }

  /**
   * Creates a client without connecting.
   *
   * @throws RefusedException if a client property is invalid
   */
  static KafkaProbe of(KafkaConfig config) throws RefusedException {
    String millis = String.valueOf(PATIENCE.toMillis());
    try {
      return new KafkaProbe(
          Admin.create(
              connection(config)
                  .with(
                      Map.of(
                          AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                          AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis))));
    } catch (KafkaException refused) {
      throw new RefusedException(rootCause(refused));
    }
  }

  /** The connection of the job's clients. */
  static KafkaConnection connection(KafkaConfig config) {
    return new KafkaConnection(config.bootstrapServers(), config.properties().common());
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @throws RefusedException if the broker refuses or does not answer
   */
  <T> T ask(Function<Admin, KafkaFuture<T>> question)
      throws RefusedException, InterruptedException {
    try {
      // a client that cannot connect may exceed its timeout a little
      return question.apply(admin).get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      throw new RefusedException(rootCause(refused));
    } catch (TimeoutException silence) {
      throw new RefusedException(silence);
    }
  }

  static Throwable rootCause(Throwable e) {
    return e.getCause() == null ? e : rootCause(e.getCause());
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
