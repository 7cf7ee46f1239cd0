/**
 * Exact duplicates: the tags of an image answer a later one with the same bytes, which is then
 * neither decoded nor run through the model. Off unless {@code tagging.duplicates.max-bytes} is
 * set.
 *
 * <p><b>What counts as the same.</b> The SHA-256 of the encoded bytes, under one {@link
 * dev.tagstream.pipeline.duplicate.Recipe}: everything else that decides an answer, such as the
 * model file's SHA-256, the decode mode, the limits, the selection of tags and the device. No tag
 * is ever reused for merely similar images: the same picture with other metadata is another image.
 *
 * <p><b>Where.</b> A step before decoding looks an image up. A hit leaves the chain there and joins
 * it again before its results are counted, so it passes neither decoder nor model; any other image
 * goes on, and a step behind the model remembers its tags. Each image takes exactly one of the two
 * ways, within the call that received it: nothing is held across a checkpoint, nothing is in the
 * state, and after a restart the cache is empty. Two images with the same bytes that are under way
 * together both go through the model. A hit may overtake images that were sent before it.
 *
 * <p><b>What is remembered.</b> Tags alone, with the image's size and what a truncated one lacks. A
 * reject is never remembered: it may have been the machine's fault, and its cause may be gone.
 *
 * <p><b>How a result says so.</b> Its {@code inferenceMicros}, {@code decodeMicros} and {@code
 * queueMicros} are 0, since no model ran, and a run of a model takes at least a microsecond. An
 * attribute would say it more loudly, but attributes belong to the sender, who may use any name,
 * and a field of its own would change the schema's fingerprint for every reader.
 *
 * <p><b>Memory.</b> All slots of a process with one recipe share one cache, on the heap. It has a
 * bound in bytes, which it estimates for each answer, and forgets the answers that were not used
 * for the longest time. The last slot that closes empties it.
 *
 * <p><b>Cost.</b> The digest of each image, twice if it is new. And the results enter a task of
 * their own, because two ways lead there: a result and its encoded image are copied once more.
 *
 * <p>Depends on {@code bytes} and {@code record} only.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.duplicate;

import org.jspecify.annotations.NullMarked;
