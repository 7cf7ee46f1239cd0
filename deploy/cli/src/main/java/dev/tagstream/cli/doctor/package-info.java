/**
 * {@code tagstream doctor}: checks whether the job can run in its configuration. {@code
 * doctor.machine} checks this machine, {@code doctor.kafka} the broker. Changes nothing but what
 * its help text says.
 */
@NullMarked
package dev.tagstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
