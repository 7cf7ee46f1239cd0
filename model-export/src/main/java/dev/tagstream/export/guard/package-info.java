/**
 * Checks an untrusted graph in a separate process, which ends with this one, after a time limit and
 * above a memory limit: a graph can count to 2^62 or request all memory of the machine.
 *
 * <p>The process receives the file, and prints one JSON object. Depends on the check, not on how a
 * model is made.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.export.guard;

import org.jspecify.annotations.NullMarked;
