package dev.tagstream.pipeline.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.rollout.RolloutEvent.Switch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RolloutTest {

  private static final ModelEpoch FIRST = epoch(0);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Rollout rollout = new Rollout(FIRST);

  @Test
  void switchesAtTheFirstCheckpointAfterAllInstancesAreReady() {
    assertThat(rollout.offer(epoch(1))).isTrue();
    assertThat(rollout.checkpoint(1, 2)).isNull();
    rollout.ready(0, epoch(1));
    assertThat(rollout.checkpoint(2, 2)).isNull();
    rollout.ready(1, epoch(1));

    assertThat(rollout.checkpoint(3, 2)).isEqualTo(new Switch(epoch(1), 3));
    assertThat(rollout.current()).isEqualTo(epoch(1));
    assertThat(rollout.lastSwitch()).isEqualTo(new Switch(epoch(1), 3));
    assertThat(rollout.checkpoint(4, 2)).isNull();
  }

  @Test
  void aSwitchIsOpenUntilItsCheckpointIsComplete() {
    assertThat(rollout.isOpen()).isFalse();
    rollout.offer(epoch(1));
    rollout.ready(0, epoch(1));
    assertThat(rollout.checkpoint(3, 1)).isNotNull();
    assertThat(rollout.before()).isEqualTo(FIRST);
    rollout.completed(2);
    assertThat(rollout.isOpen()).isTrue();

    rollout.completed(4);
    assertThat(rollout.isOpen()).isFalse();
    rollout.reset(FIRST);
    assertThat(rollout.before()).isEqualTo(FIRST);
  }

  @Test
  void preparesTheModelThatTheManifestNamedLast() {
    ModelEpoch other = new ModelEpoch(2, "/models/other.onnx", "cd".repeat(32));
    assertThat(rollout.offer(epoch(2))).isTrue();
    assertThat(rollout.offer(epoch(2))).isFalse();
    assertThat(rollout.offer(other)).isTrue();
    rollout.ready(0, epoch(2));

    assertThat(rollout.checkpoint(1, 1)).isNull();
    rollout.ready(0, other);
    assertThat(rollout.checkpoint(2, 1)).isEqualTo(new Switch(other, 2));
  }

  @Test
  void forgetsAnEpochThatTheManifestNoLongerNames() {
    assertThat(rollout.withdraw()).isFalse();
    rollout.offer(epoch(1));
    rollout.ready(0, epoch(1));

    assertThat(rollout.withdraw()).isTrue();
    assertThat(rollout.wanted()).isNull();
    assertThat(rollout.checkpoint(1, 1)).isNull();
  }

  @Test
  void forgetsAnEpochThatALaterOneReplaces() {
    rollout.offer(epoch(1));
    rollout.ready(0, epoch(1));
    rollout.offer(epoch(2));
    rollout.ready(1, epoch(1));

    assertThat(rollout.checkpoint(1, 2)).isNull();
    rollout.ready(0, epoch(2));
    rollout.ready(1, epoch(2));
    assertThat(rollout.checkpoint(2, 2)).isEqualTo(new Switch(epoch(2), 2));
  }

  @Test
  void waitsForAnInstanceThatFailedAfterItWasReady() {
    rollout.offer(epoch(1));
    rollout.ready(0, epoch(1));
    rollout.ready(1, epoch(1));
    rollout.failed(1);

    assertThat(rollout.checkpoint(1, 2)).isNull();
    rollout.ready(1, epoch(1));
    assertThat(rollout.checkpoint(2, 2)).isNotNull();
  }

  @Test
  void switchesAgainWhenTheCheckpointOfASwitchIsLost() {
    rollout.offer(epoch(1));
    rollout.ready(0, epoch(1));
    rollout.checkpoint(1, 1);
    rollout.reset(FIRST);

    assertThat(rollout.current()).isEqualTo(FIRST);
    assertThat(rollout.offer(epoch(1))).isTrue();
  }

  @Test
  void triesARefusedModelAgainAfterPausesThatDouble() {
    rollout.offer(epoch(1));
    assertThat(rollout.refuse(epoch(1), 0)).isTrue();
    assertThat(rollout.refuse(epoch(1), 0)).isFalse();

    assertThat(rollout.retry(Rollout.FIRST_PAUSE.toNanos() - 1)).isFalse();
    assertThat(rollout.retry(Rollout.FIRST_PAUSE.toNanos())).isTrue();
    assertThat(rollout.retry(MINUTE)).isFalse();
    assertThat(rollout.refuse(epoch(1), MINUTE)).isTrue();
    assertThat(rollout.retry(MINUTE + 2 * Rollout.FIRST_PAUSE.toNanos() - 1)).isFalse();
    assertThat(rollout.retry(MINUTE + 2 * Rollout.FIRST_PAUSE.toNanos())).isTrue();
  }

  @Test
  void aRefusedModelIsNotSwitchedToByTheInstancesThatAreReady() {
    rollout.offer(epoch(1));
    rollout.ready(0, epoch(1));
    rollout.refuse(epoch(1), 0);

    assertThat(rollout.checkpoint(1, 2)).isNull();
  }

  private static ModelEpoch epoch(long number) {
    return new ModelEpoch(number, "/models/" + number + ".onnx", "ab".repeat(32));
  }
}
