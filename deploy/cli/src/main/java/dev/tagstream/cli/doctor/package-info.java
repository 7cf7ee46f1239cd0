/**
 * {@code tagstream doctor}: checks whether the job can run in its configuration. {@code
 * doctor.machine} checks this machine, {@code doctor.kafka} the broker. It changes only what its
 * help text names.
 */
@NullMarked
package dev.tagstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
