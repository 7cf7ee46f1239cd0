/**
 * {@code tagstream results}: reads results and rejects from their topics and prints them as text or
 * JSON.
 */
@NullMarked
package dev.tagstream.cli.results;

import org.jspecify.annotations.NullMarked;
