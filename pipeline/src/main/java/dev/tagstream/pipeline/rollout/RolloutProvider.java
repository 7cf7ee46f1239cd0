package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.swap.SwapMode;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;

/**
 * Creates the coordinator on the JobManager.
 *
 * @param operator the id of {@link StampEpochs}
 * @param source of the manifest
 * @param first the epoch that the job was started with
 * @param swap where models are opened
 */
record RolloutProvider(OperatorID operator, ManifestSource source, ModelEpoch first, SwapMode swap)
    implements OperatorCoordinator.Provider {

  private static final long serialVersionUID = 1L;

  @Override
  public OperatorID getOperatorId() {
    return operator;
  }

  @Override
  public OperatorCoordinator create(OperatorCoordinator.Context context) {
    return new RolloutCoordinator(source, first, swap, context);
  }
}
