package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.ModelOutput;
import java.io.Serializable;

/**
 * What a result has.
 *
 * @param count at most this many, at least 1
 * @param minScore none with a lower score, 0 to 1
 * @param parts whether it has the model's embedding, too
 */
public record TagSelection(int count, float minScore, ModelOutput.Parts parts)
    implements Serializable {}
