/**
 * A swap of the model in place, for a device without room for two sessions.
 *
 * <p>With {@code tagging.models.swap in-place}, a slot never opens the next model beside the
 * running one. {@code pipeline.rollout} says what happens in which phase. This room is what the
 * slots of a process need for it: they share the session of a model, so it closes only when the
 * last of them has released it. {@link dev.tagstream.pipeline.swap.SwapMeetings} is where a slot
 * that has released the old model waits for the others before it opens the new one.
 *
 * <p>Knows records only.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.swap;

import org.jspecify.annotations.NullMarked;
