/** The commands that change the model of a running job: {@code tagstream models}. */
@NullMarked
package dev.tagstream.cli.rollout;

import org.jspecify.annotations.NullMarked;
