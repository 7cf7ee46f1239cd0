/**
 * {@code tagstream doctor}: checks whether the job can run as it is configured. {@code
 * doctor.machine} examines this machine, {@code doctor.kafka} the broker. Changes nothing but what
 * its help text says.
 */
@NullMarked
package dev.tagstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
