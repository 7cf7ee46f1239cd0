package dev.tagstream.pipeline;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.operator.DecodeImages;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.pipeline.several.AlsoModel;
import dev.tagstream.pipeline.several.EmitAlsoTags;
import dev.tagstream.pipeline.several.PixelGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Adds the steps of the models that tag beside the main one.
 *
 * @param steps of the job
 */
record AlsoModels(Steps steps) {

  /**
   * Tags with each of them.
   *
   * @param decoded images, with the pixels for other groups in side outputs
   * @param ofMain the batches of the main model, for the models that take the same
   * @return the tagged images of each, in the order of the option
   */
  List<DataStream<TaggedImage>> tag(
      SingleOutputStreamOperator<DecodedImage> decoded, DataStream<ImageBatch> ofMain) {
    List<PixelGroup> groups = steps.groups();
    Map<String, DataStream<TaggedImage>> tagged = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      PixelGroup group = groups.get(i);
      DataStream<ImageBatch> batches =
          i == 0 ? ofMain : batches(decoded.getSideOutput(DecodeImages.other(i - 1)), group);
      for (AlsoModel model : group.also()) {
        tagged.put(model.name(), tag(batches, model));
      }
    }
    List<DataStream<TaggedImage>> inOrder = new ArrayList<>();
    steps.also().forEach(model -> inOrder.add(requireNonNull(tagged.get(model.name()))));
    return inOrder;
  }

  private DataStream<ImageBatch> batches(DataStream<DecodedImage> decoded, PixelGroup group) {
    return steps.formBatches(decoded, group, "-" + group.also().get(0).name());
  }

  private DataStream<TaggedImage> tag(DataStream<ImageBatch> batches, AlsoModel model) {
    String tagging = "tag-images-" + model.name();
    String emitting = "emit-tags-" + model.name();
    return batches
        .map(steps.tagImages(model))
        .name(tagging)
        .uid(tagging)
        .flatMap(new EmitAlsoTags(model.name()))
        .name(emitting)
        .uid(emitting);
  }
}
