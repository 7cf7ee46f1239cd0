package dev.tagstream.bench.bare;

import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.record.Tag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tags of each image, computed one by one before the measurement. */
public final class KnownAnswers {

  private final int images;
  private final List<List<Tag>> bySample = new ArrayList<>();

  /** Tags all images of a workload, on the CPU. */
  public KnownAnswers(Path model, Workload work) throws ModelFailedException {
    this.images = work.images();
    try (TagModel session = SessionRegistry.ofProcess().lease(model, DeviceRequest.cpu(), 1);
        Preparation preparation =
            new Preparation(session.contract().description().contract(), work.limits())) {
      ModelContract contract = session.contract();
      TopTags best = new TopTags(contract, contract.output().topK());
      for (SampleImage sample : work.samples().all()) {
        byte[] row = preparation.rowOf(sample);
        ByteBuffer input = ByteBuffer.allocateDirect(row.length).order(ByteOrder.nativeOrder());
        bySample.add(best.of(session.score(input.put(0, row), 1), 0));
      }
    }
  }

  /** The tags of the images of a round, in order. */
  public List<List<Tag>> ofRound() {
    List<List<Tag>> answers = new ArrayList<>(images);
    for (int i = 0; i < images; i++) {
      answers.add(bySample.get(i % bySample.size()));
    }
    return answers;
  }
}
