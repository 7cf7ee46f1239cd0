/**
 * Several models over one decode: the models of {@code tagging.models.also} tag every image beside
 * the main model. Without that option, none of this is in the job.
 *
 * <p><b>What is shared.</b> Models that take the same pixels, by {@code takesSamePixelsAs}, are a
 * {@link dev.tagstream.pipeline.several.PixelGroup}. An image is decoded once. Each group then has
 * its own resize, its own normalization and its own batches, and each of its models runs on these
 * batches in turn. Groups that differ in their normalization only share the resize, too. In decode
 * mode {@code fast} a group that wants a JPEG at another eighth of its size decodes it anew:
 * otherwise its tags would depend on which models run beside it.
 *
 * <pre>
 * decode-images ─┬─ normalize-images ── form-batches ─┬─ tag-images ── emit-tags ── image-tags
 *                │                                    └─ tag-images-A ─ emit-tags-A ─ image-tags-A
 *                └─ normalize-images-B ─ form-batches-B ─ tag-images-B ─ emit-tags-B ─ image-tags-B
 * </pre>
 *
 * <p>All of these are in one task, and hand on what they borrow as the steps of one model do. The
 * main model's steps are the same objects as in a job with one model.
 *
 * <p><b>What an event ends as.</b> The main model answers it: one result or one reject, as in a job
 * with one model. Each further model adds at most one result, to a topic of its own. An image that
 * cannot be decoded is one reject and reaches no model. An image that a further model fails on has
 * no result of that model: a second reject would be a second answer, and {@code replay} would have
 * the main model tag it twice. The failure is in the counter {@code alsoImages} and in the log. An
 * image that the main model fails on is one reject, and the other models tag it: their topics are
 * complete whatever the main model does.
 *
 * <p><b>A topic for each model,</b> rather than one for all: whoever reads {@code image-tags} of a
 * model needs no filter, drift references and {@code results} work on each, topics may be compacted
 * by id, and each has its own permissions. The results are ordinary ImageTags with the model's name
 * and SHA-256, so the schema stays as it is. A sink for each, rather than one for all, because
 * joining streams would copy each encoded image into another task.
 *
 * <p><b>Failures.</b>
 *
 * <ul>
 *   <li>Nothing is in state but the sinks' transactions. Every group hands its batch on before a
 *       barrier, so a restart repeats and loses nothing of any model. A savepoint of a job without
 *       the option fits.
 *   <li>A batch that fails is split by its own model; the others do not see that.
 *   <li>A model that cannot be opened, or whose session no longer runs even a blank image, fails
 *       the job, as the main model does: going on would lose its results without anybody's wish.
 *   <li>An image that kills the process in any model is a suspect for all, and is rejected at its
 *       third attempt before it is decoded. So the main model does not tag it either: the guard
 *       knows of images, not of models.
 *   <li>The batches of a slot share {@code tagging.batch.max-bytes} in equal parts.
 * </ul>
 *
 * <p><b>What is refused,</b> in one line: switches of models, because their canary and shadow take
 * parts of a batch, and a prepared epoch names one main model; the cache of duplicates, which would
 * answer for one model and skip the others; images from objects, whose results are files; images of
 * any size; decoding on a GPU and a target latency for more than one group, because a GPU makes one
 * size, and a pace knows the time of its own batches only. Drift is watched for the main model.
 *
 * <p>Depends on {@code model}, {@code record}, {@code metric}, what {@code tag-images} emits, and
 * Flink.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.several;

import org.jspecify.annotations.NullMarked;
