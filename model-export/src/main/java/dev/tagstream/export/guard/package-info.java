/**
 * Tries a graph that nobody vouches for in a process of its own, which ends with this one, after a
 * time and above an amount of memory: a graph can count to 2^62 or ask for all memory there is.
 *
 * <p>The process is given the file, and writes one JSON object. Knows the check and nothing of how
 * a model is made.
 */
@NullMarked
package dev.tagstream.export.guard;

import org.jspecify.annotations.NullMarked;
