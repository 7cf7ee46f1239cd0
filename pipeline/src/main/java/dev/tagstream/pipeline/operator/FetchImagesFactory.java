package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.record.EncodedImage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Creates {@link FetchImages}, which need the task's mailbox: images come at any time. */
public final class FetchImagesFactory extends AbstractStreamOperatorFactory<EncodedImage>
    implements OneInputStreamOperatorFactory<EncodedImage, EncodedImage> {

  private static final long serialVersionUID = 1L;

  private final FetchSettings settings;

  public FetchImagesFactory(FetchSettings settings) {
    this.settings = settings;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Flink's interface wants it
  public <T extends StreamOperator<EncodedImage>> T createStreamOperator(
      StreamOperatorParameters<EncodedImage> parameters) {
    return (T) new FetchImages(parameters, settings);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Flink's interface has it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
    return FetchImages.class;
  }
}
