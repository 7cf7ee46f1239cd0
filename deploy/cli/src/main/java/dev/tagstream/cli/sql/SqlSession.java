package dev.tagstream.cli.sql;

import dev.tagstream.console.UserErrorException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;

/** Runs statements one after another, each job in a Flink in this process. */
final class SqlSession {

  private static final String LOOPBACK = "127.0.0.1";

  /** Enough for two batches of the usual size in every slot. */
  private static final int ROWS_IN_FLIGHT = 32;

  /** A partition without records for so long no longer keeps windows open. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** How the message of Kafka's client begins. */
  private static final String NO_BROKER = "Timed out waiting for a node assignment";

  /** The statements that write, and print nothing. */
  private static final Pattern WRITES =
      Pattern.compile("(INSERT|EXECUTE)\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final TableEnvironment tables;
  private int statements;

  private SqlSession(TableEnvironment tables) {
    this.tables = tables;
  }

  /** A session with the tables of topics. */
  static SqlSession start(TopicTables topics, int slots) {
    Configuration settings =
        new Configuration()
            .set(CoreOptions.DEFAULT_PARALLELISM, slots)
            .set(RestOptions.ADDRESS, LOOPBACK)
            .set(RestOptions.BIND_ADDRESS, LOOPBACK)
            .set(RestOptions.BIND_PORT, "0")
            .set(WebOptions.SUBMIT_ENABLE, false)
            .set(TableConfigOptions.LOCAL_TIME_ZONE, "UTC")
            .set(ExecutionConfigOptions.TABLE_EXEC_SOURCE_IDLE_TIMEOUT, IDLE)
            .set(
                ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS,
                ROWS_IN_FLIGHT);
    TableEnvironment tables =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(settings)
                .build());
    topics.statements().forEach(tables::executeSql);
    return new SqlSession(tables);
  }

  /**
   * Runs a statement to its end.
   *
   * @throws UserErrorException if Flink does not accept it, or its job fails
   */
  void run(String statement, RowPrinter printer) throws InterruptedException {
    statements++;
    TableResult result;
    try {
      result = tables.executeSql(statement);
    } catch (RuntimeException refused) {
      throw new UserErrorException("statement %d: %s".formatted(statements, line(refused)));
    }
    try {
      if (WRITES.matcher(statement).matches()) {
        result.await();
      } else {
        print(result, printer);
      }
    } catch (InterruptedException stopped) {
      cancel(result);
      throw stopped;
    } catch (Exception failed) {
      interruption(failed);
      throw new UserErrorException(
          "statement %d: its job failed: %s".formatted(statements, reason(failed)));
    }
  }

  private static void interruption(Exception failed) throws InterruptedException {
    Optional<InterruptedException> stopped =
        ExceptionUtils.findThrowable(failed, InterruptedException.class);
    if (stopped.isPresent()) {
      throw stopped.get();
    }
  }

  /** Prints in a thread of its own: Flink's iterator swallows interruptions while it waits. */
  @SuppressWarnings("try") // the iterator may be interrupted, which fails the printing
  private static void print(TableResult result, RowPrinter printer) throws Exception {
    if (result.getResultKind() == ResultKind.SUCCESS) {
      return;
    }
    CompletableFuture<Void> printed = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                print(result.collect(), result.getResolvedSchema(), printer);
                printed.complete(null);
              } catch (Throwable failed) {
                printed.completeExceptionally(failed);
              }
            },
            "print-rows");
    thread.setDaemon(true);
    thread.start();
    try {
      printed.get();
    } catch (ExecutionException failed) {
      ExceptionUtils.rethrowException(failed.getCause());
    }
  }

  private static void print(CloseableIterator<Row> rows, ResolvedSchema schema, RowPrinter printer)
      throws Exception {
    try (rows) {
      printer.print(schema, rows);
    }
  }

  private static void cancel(TableResult result) {
    result
        .getJobClient()
        .ifPresent(
            job -> {
              var unused = job.cancel();
            });
  }

  /** Kafka's client names the call that it gave up, and not the broker. */
  private static String reason(Exception failed) {
    String line = line(failed);
    return line.startsWith(NO_BROKER)
        ? "no Kafka broker answers; check --bootstrap-servers, or the servers of your own tables"
        : line;
  }

  /** The first line of the innermost message, which says most. */
  private static String line(Throwable failure) {
    String message = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        message = cause.getMessage();
      }
    }
    return message.lines().findFirst().orElse(failure.getClass().getSimpleName()).strip();
  }
}
