package dev.tagstream.sql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ByteBudgetTest {

  private final ByteBudget budget = new ByteBudget(10);

  @Test
  void makesWhatDoesNotFitWaitUntilOthersGiveBack() throws Exception {
    budget.take(8);
    FutureTask<Long> second = take(3);

    await().until(budget::isShort);
    assertThat(second.isDone()).isFalse();
    budget.giveBack(8);

    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(3);
    assertThat(budget.isShort()).isFalse();
  }

  @Test
  void letsALargerImageThroughAlone() throws Exception {
    budget.take(1);
    FutureTask<Long> large = take(1000);

    await().until(budget::isShort);
    budget.giveBack(1);

    assertThat(large.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
  }

  private FutureTask<Long> take(long bytes) {
    FutureTask<Long> task =
        new FutureTask<>(
            () -> {
              budget.take(bytes);
              return bytes;
            });
    new Thread(task).start();
    return task;
  }
}
