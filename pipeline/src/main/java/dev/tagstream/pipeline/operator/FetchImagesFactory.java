package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.record.EncodedImage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * Creates {@link FetchImages}, which needs the task's mailbox because images arrive at any time.
 */
public final class FetchImagesFactory extends AbstractStreamOperatorFactory<EncodedImage>
    implements OneInputStreamOperatorFactory<EncodedImage, EncodedImage> {

  private static final long serialVersionUID = 1L;

  private final FetchSettings settings;

  public FetchImagesFactory(FetchSettings settings) {
    this.settings = settings;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Flink's interface requires it
  public <T extends StreamOperator<EncodedImage>> T createStreamOperator(
      StreamOperatorParameters<EncodedImage> parameters) {
    return (T) new FetchImages(parameters, settings);
  }

  @Override
  @SuppressWarnings("rawtypes") // Flink's interface declares it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
    return FetchImages.class;
  }
}
