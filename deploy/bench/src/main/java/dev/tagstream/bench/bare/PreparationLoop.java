package dev.tagstream.bench.bare;

import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.record.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes, resizes, crops and normalizes in a loop on each thread, with the job's own classes, and
 * does nothing else. Its answers are the tags of these rows, computed beforehand.
 */
public final class PreparationLoop implements Side<List<List<Tag>>> {

  private final Workload work;
  private final Workers workers;
  private final List<Preparation> preparations = new ArrayList<>();
  private final KnownAnswers known;

  /**
   * Prepares the loops.
   *
   * @param model whose contract defines the preparation
   */
  public PreparationLoop(Path model, Workload work) throws ModelFailedException {
    this.work = work;
    this.known = new KnownAnswers(model, work);
    this.workers = new Workers(work.threads());
    ModelContract contract = ModelFile.read(model);
    for (int i = 0; i < work.threads(); i++) {
      preparations.add(new Preparation(contract.description().contract(), work.limits()));
    }
  }

  @Override
  public String name() {
    return "bare loop";
  }

  @Override
  public void work() throws Exception {
    workers.run(worker -> () -> prepareShare(worker));
  }

  private Void prepareShare(int worker) {
    Preparation preparation = preparations.get(worker);
    for (int i = worker; i < work.images(); i += workers.count()) {
      preparation.rowOf(work.sample(i));
    }
    return null;
  }

  @Override
  public List<List<Tag>> answers() {
    return known.ofRound();
  }

  @Override
  public void close() {
    workers.close();
    preparations.forEach(Preparation::close);
  }
}
