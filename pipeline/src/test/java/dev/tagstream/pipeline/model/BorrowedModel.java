package dev.tagstream.pipeline.model;

/** Another model, with something done before it runs; its owner closes it. */
public abstract class BorrowedModel implements TagModel {

  private final TagModel model;

  protected BorrowedModel(TagModel model) {
    this.model = model;
  }

  /** Called before each run. */
  protected abstract void beforeRun(ModelInput input) throws ModelFailedException;

  @Override
  public ModelContract contract() {
    return model.contract();
  }

  @Override
  public String provider() {
    return model.provider();
  }

  @Override
  public ModelOutput run(ModelInput input, ModelOutput.Parts parts) throws ModelFailedException {
    beforeRun(input);
    return model.run(input, parts);
  }

  @Override
  public void recycle() throws ModelFailedException {
    model.recycle();
  }

  @Override
  public void close() {}
}
