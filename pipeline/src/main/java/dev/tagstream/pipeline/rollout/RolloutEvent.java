package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** A message between {@link RolloutCoordinator} and the instances of {@link StampEpochs}. */
sealed interface RolloutEvent extends OperatorEvent {

  /** To an instance: get this epoch's model ready beside the running one. */
  record Prepare(ModelEpoch epoch) implements RolloutEvent {}

  /**
   * To an instance: stamp with this epoch behind a barrier.
   *
   * @param fromCheckpoint the first barrier that may be it
   */
  record Switch(ModelEpoch epoch, long fromCheckpoint) implements RolloutEvent {}

  /** To an instance: the manifest no longer names an epoch that is being prepared or refused. */
  record Withdraw() implements RolloutEvent {}

  /** To the coordinator: this epoch's model is ready here. */
  record Ready(ModelEpoch epoch) implements RolloutEvent {}

  /**
   * To the coordinator: a guard found that a model must be stopped, or a main model could not be
   * swapped in place.
   *
   * @param role of the model
   * @param reason one line
   */
  record Breached(ModelEpoch epoch, ModelRole role, String reason) implements RolloutEvent {}

  /**
   * To the coordinator: this epoch's model cannot be used here.
   *
   * @param reason one line
   */
  record Refused(ModelEpoch epoch, String reason) implements RolloutEvent {}
}
