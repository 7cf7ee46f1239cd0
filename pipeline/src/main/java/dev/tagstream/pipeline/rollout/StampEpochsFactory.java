package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.SourceRecord;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Creates {@link StampEpochs} and its coordinator. */
public final class StampEpochsFactory extends AbstractStreamOperatorFactory<SourceRecord>
    implements OneInputStreamOperatorFactory<SourceRecord, SourceRecord>,
        CoordinatedOperatorFactory<SourceRecord> {

  private static final long serialVersionUID = 1L;

  private final ManifestSource source;
  private final ModelPreparation preparation;

  /**
   * A step that stamps epochs.
   *
   * @param source of the manifest
   * @param preparation gets models ready
   */
  public StampEpochsFactory(ManifestSource source, ModelPreparation preparation) {
    this.source = source;
    this.preparation = preparation;
  }

  /** The epoch that the job is started with. */
  private ModelEpoch first() {
    return new ModelEpoch(0, preparation.loader().file(), preparation.loader().sha256());
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID operator) {
    return new RolloutProvider(operator, source, first(), preparation.loader().swap());
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Flink's interface requires it
  public <T extends StreamOperator<SourceRecord>> T createStreamOperator(
      StreamOperatorParameters<SourceRecord> parameters) {
    StampEpochs operator = new StampEpochs(parameters, first(), preparation);
    parameters
        .getOperatorEventDispatcher()
        .registerEventHandler(parameters.getStreamConfig().getOperatorID(), operator);
    return (T) operator;
  }

  @Override
  @SuppressWarnings("rawtypes") // Flink's interface declares it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
    return StampEpochs.class;
  }
}
