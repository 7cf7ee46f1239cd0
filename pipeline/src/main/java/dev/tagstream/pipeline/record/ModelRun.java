package dev.tagstream.pipeline.record;

/**
 * One run of the model, which all images of a batch share.
 *
 * @param modelName the model's name from its contract
 * @param modelSha256 of the model file: 64 lower-case hexadecimal digits
 * @param provider the execution provider that ran it: {@code cpu}, {@code cuda} or {@code tensorrt}
 * @param role of the model in its epoch; main if the job never switches models
 * @param taggedAtMillis when it ended, in milliseconds since 1970-01-01 UTC
 * @param inferenceMicros the time it took for the whole batch, in microseconds; 0 if no model ran,
 *     because an earlier image with the same bytes had its tags already
 */
public record ModelRun(
    String modelName,
    String modelSha256,
    String provider,
    ModelRole role,
    long taggedAtMillis,
    long inferenceMicros) {

  /** A run of the main model. */
  public ModelRun(
      String modelName,
      String modelSha256,
      String provider,
      long taggedAtMillis,
      long inferenceMicros) {
    this(modelName, modelSha256, provider, ModelRole.MAIN, taggedAtMillis, inferenceMicros);
  }

  /** This run of a model in another role. */
  public ModelRun as(ModelRole other) {
    return new ModelRun(modelName, modelSha256, provider, other, taggedAtMillis, inferenceMicros);
  }
}
