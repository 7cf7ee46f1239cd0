/** Results and rejects: read from their topics, written as JSON. */
@NullMarked
package dev.tagstream.local.outcome;

import org.jspecify.annotations.NullMarked;
