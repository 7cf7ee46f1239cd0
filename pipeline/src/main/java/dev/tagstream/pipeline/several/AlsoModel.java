package dev.tagstream.pipeline.several;

import dev.tagstream.pipeline.model.ModelContract;

/**
 * A model that tags all images beside the main model.
 *
 * @param name of the model in this job, as in {@code tagging.models.also}
 * @param file path of the model on every TaskManager
 * @param contract in that file
 */
public record AlsoModel(String name, String file, ModelContract contract) {}
