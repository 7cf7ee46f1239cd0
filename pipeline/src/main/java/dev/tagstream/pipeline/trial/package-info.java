/**
 * Watches a canary or a shadow: how it does beside the main model, whether a guard must stop it,
 * and whether a slot has time for a shadow at all.
 *
 * <p>Knows records only. Each slot has a {@link dev.tagstream.pipeline.trial.Trial} of its own;
 * {@link dev.tagstream.pipeline.trial.TrialReports} brings its verdict to the step that talks to
 * the JobManager.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.trial;

import org.jspecify.annotations.NullMarked;
