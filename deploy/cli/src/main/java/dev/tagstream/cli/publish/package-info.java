/** {@code tagstream publish}: publishes files as image events. */
@NullMarked
package dev.tagstream.cli.publish;

import org.jspecify.annotations.NullMarked;
