/** Checks and their findings. Does not depend on the checked parts. */
@NullMarked
package dev.tagstream.cli.doctor.check;

import org.jspecify.annotations.NullMarked;
