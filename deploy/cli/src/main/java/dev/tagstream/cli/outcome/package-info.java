/** Results and rejects: read from their topics, written as JSON. */
@NullMarked
package dev.tagstream.cli.outcome;

import org.jspecify.annotations.NullMarked;
