package dev.tagstream.pipeline.kafka.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TransactionFateTest {

  /** Producer 36 in its epoch 4. */
  private static final KafkaCommittable TRANSACTION =
      new KafkaCommittable(36, (short) 4, "tags-2-5", null);

  @ParameterizedTest
  @CsvSource({
    "36, 4, COMPLETE_COMMIT, COMMITTED",
    "36, 5, COMPLETE_COMMIT, COMMITTED",
    "36, 5, PREPARE_COMMIT, COMMITTED",
    "36, 5, COMPLETE_ABORT, ABORTED",
    "36, 4, PREPARE_ABORT, ABORTED",
  })
  void isWhatTheBrokerSaysOfTheSameTransaction(
      long producer, int epoch, TransactionState state, TransactionFate fate) {
    assertThat(TransactionFate.of(TRANSACTION, description(producer, epoch, state)))
        .isEqualTo(fate);
  }

  @ParameterizedTest
  @CsvSource({
    "36, 6, COMPLETE_COMMIT",
    "36, 6, COMPLETE_ABORT",
    "37, 4, COMPLETE_COMMIT",
    "36, 5, EMPTY",
    "36, 5, ONGOING",
  })
  void isUnknownOnceTheNameWasTakenUpAgain(long producer, int epoch, TransactionState state) {
    assertThat(TransactionFate.of(TRANSACTION, description(producer, epoch, state)))
        .isEqualTo(TransactionFate.UNKNOWN);
  }

  private static TransactionDescription description(
      long producer, int epoch, TransactionState state) {
    return new TransactionDescription(
        1, state, producer, epoch, 1000, OptionalLong.empty(), Set.of());
  }
}
