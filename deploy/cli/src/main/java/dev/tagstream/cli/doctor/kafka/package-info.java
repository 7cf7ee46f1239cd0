/**
 * Looks at the broker as the job's clients will: the same address, the same properties. Writes no
 * record and joins no group. Knows nothing of images and models.
 */
@NullMarked
package dev.tagstream.cli.doctor.kafka;

import org.jspecify.annotations.NullMarked;
