/**
 * {@code tagstream drift}: compares the results of a window with a reference, which {@code
 * tagstream drift set} takes from another window. Results come from their topic or from a file of
 * lines of JSON. {@code dev.tagstream.pipeline.drift} defines the distance.
 */
@NullMarked
package dev.tagstream.cli.drift;

import org.jspecify.annotations.NullMarked;
